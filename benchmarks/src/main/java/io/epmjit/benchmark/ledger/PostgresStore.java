package io.epmjit.benchmark.ledger;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.epmjit.ledger.Ledger;
import io.epmjit.testkit.postgres.PostgresServer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Set;

/** A ledger in a database of a PostgreSQL server. */
final class PostgresStore implements Store {

    private static final int CONNECTIONS = 20;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final PostgresServer server;
    private final String database;
    private final HikariDataSource pool;

    private PostgresStore(PostgresServer server, String database) {
        this.server = server;
        this.database = database;
        this.pool = pool(server.url(database), server.user(), server.password());
    }

    /** An empty ledger. */
    static PostgresStore on(PostgresServer server) {
        PostgresStore store = new PostgresStore(server, server.newDatabase());
        Ledger.install(store.pool);
        return store;
    }

    /** A pool as a service would have it. */
    static HikariDataSource pool(String url, String user, String password) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(url);
        config.setUsername(user);
        config.setPassword(password);
        config.setMaximumPoolSize(CONNECTIONS);
        return new HikariDataSource(config);
    }

    String url() {
        return server.url(database);
    }

    String user() {
        return server.user();
    }

    String password() {
        return server.password();
    }

    @Override
    public String kind() {
        return "PostgreSQL";
    }

    @Override
    public Ledger open() {
        return Ledger.postgres(pool);
    }

    @Override
    public Ledger open(StatementLog log) {
        return Ledger.postgres(log.watch(pool));
    }

    @Override
    public Connection connect() throws SQLException {
        Connection connection = DriverManager.getConnection(url(), server.user(), server.password());
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET synchronous_commit = off");
        }
        return connection;
    }

    @Override
    public long bytes() throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT pg_database_size(current_database())")) {
            row.next();
            return row.getLong(1);
        }
    }

    @Override
    public String numbers(long from, long to) {
        return "SELECT generate_series(" + from + "::bigint, " + to + ") AS k";
    }

    @Override
    public String hex(String number, int digits) {
        return "lpad(to_hex(" + number + "), " + digits + ", '0')";
    }

    @Override
    public String textOf(String bytes) {
        return "convert_from(" + bytes + ", 'UTF8')";
    }

    @Override
    public String bytesOf(String text) {
        return "convert_to(" + text + ", 'UTF8')";
    }

    @Override
    public String keepingNumbers() {
        return "OVERRIDING SYSTEM VALUE";
    }

    @Override
    public void settle(Connection connection, Collection<String> tables) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String table : tables) {
                statement.execute("SELECT setval(pg_get_serial_sequence('" + table + "', 'id'), (SELECT max(id) FROM "
                        + table + "))");
            }
            statement.execute("VACUUM ANALYZE");
            statement.execute("CHECKPOINT");
        }
    }

    /** By the plan for these very values, and by the one for any values, which the server turns to after a while. */
    @Override
    public List<String> scans(Connection connection, StatementLog.Noted noted, Set<String> harmless)
            throws SQLException {
        List<String> scans = new ArrayList<>();
        collect(planForItsValues(connection, noted), harmless, scans);
        collect(planForAnyValues(connection, noted), harmless, scans);
        return scans;
    }

    private static JsonNode planForItsValues(Connection connection, StatementLog.Noted noted) throws SQLException {
        try (PreparedStatement explain = connection.prepareStatement("EXPLAIN (FORMAT JSON) " + noted.sql())) {
            for (int place = 1; place <= places(noted); place++) {
                Object value = noted.values().get(place);
                if (value == null) {
                    explain.setNull(place, Types.NULL);
                } else {
                    explain.setObject(place, value);
                }
            }
            return plan(explain.executeQuery());
        }
    }

    private static JsonNode planForAnyValues(Connection connection, StatementLog.Noted noted) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET plan_cache_mode = force_generic_plan");
            statement.execute("PREPARE noted AS " + withNumberedPlaces(noted.sql()));
            String nulls = String.join(", ", Collections.nCopies(places(noted), "NULL"));
            JsonNode plan = plan(statement.executeQuery(
                    "EXPLAIN (FORMAT JSON) EXECUTE noted" + (nulls.isEmpty() ? "" : "(" + nulls + ")")));
            statement.execute("DEALLOCATE noted");
            statement.execute("RESET plan_cache_mode");
            return plan;
        }
    }

    private static int places(StatementLog.Noted noted) {
        return (int) noted.sql().chars().filter(letter -> letter == '?').count();
    }

    private static String withNumberedPlaces(String sql) {
        StringBuilder numbered = new StringBuilder();
        int place = 0;
        for (String part : sql.split("\\?", -1)) {
            numbered.append(place == 0 ? "" : "$" + place).append(part);
            place++;
        }
        return numbered.toString();
    }

    private static JsonNode plan(ResultSet answer) throws SQLException {
        try (answer) {
            answer.next();
            return JSON.readTree(answer.getString(1)).get(0).get("Plan");
        } catch (JsonProcessingException e) {
            throw new SQLException(e);
        }
    }

    private static void collect(JsonNode step, Set<String> harmless, List<String> scans) {
        String type = step.path("Node Type").asText();
        String relation = step.path("Relation Name").asText();
        boolean wholeIndex = type.contains("Index") && type.contains("Scan") && !step.has("Index Cond");
        if (!harmless.contains(relation) && (type.equals("Seq Scan") || wholeIndex)) {
            scans.add(type + " " + relation + step.path("Index Name").asText());
        }
        step.path("Plans").forEach(part -> collect(part, harmless, scans));
    }

    @Override
    public void close() {
        pool.close();
    }
}
