package io.epmjit.ledger;

import com.zaxxer.hikari.HikariDataSource;
import io.epmjit.testkit.MovableClock;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/** The databases that a ledger can be kept in, for tests that shall hold on each. */
public enum LedgerKind {
    SQLITE,
    POSTGRES;

    /** What the tests of the bridge use: SQLite, unless the system property {@code epmjit.ledger} says otherwise. */
    public static LedgerKind inUse() {
        return valueOf(System.getProperty("epmjit.ledger", "sqlite").toUpperCase(Locale.ROOT));
    }

    /** A clock that such a ledger can live by: PostgreSQL has a time of its own, which does not stand still. */
    public MovableClock clock() {
        return this == SQLITE ? MovableClock.at(Instant.now()) : MovableClock.running();
    }

    /** A place for a ledger, empty at first; to be opened as often as a test likes, once at a time. */
    public Place newPlace(Path directory) {
        if (this == SQLITE) {
            return new Place(directory.resolve("jit.db"), null, "");
        }
        String database = TestPostgres.server().newDatabase();
        HikariDataSource pool = TestPostgres.pool(TestPostgres.server(), database);
        Ledger.install(pool);
        return new Place(null, pool, database);
    }

    /** Where a ledger is kept. */
    public static final class Place implements AutoCloseable {

        private final Path file;
        private final HikariDataSource pool;
        private final String database;

        private Place(Path file, HikariDataSource pool, String database) {
            this.file = file;
            this.pool = pool;
            this.database = database;
        }

        /** Makes a backup as the documentation tells to, while the ledger is in use. */
        public void backUp(Path copy) throws IOException, SQLException {
            if (pool == null) {
                try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                        Statement statement = connection.createStatement()) {
                    statement.execute("VACUUM INTO '" + copy + "'");
                }
            } else {
                TestPostgres.run("pg_dump", "--format=custom", "--file=" + copy, database);
            }
        }

        /** Brings a backup back, as the documentation tells to; the ledger must be closed. */
        public void restore(Path copy) throws IOException {
            if (pool == null) {
                for (String part : List.of("", "-wal", "-shm")) {
                    Files.deleteIfExists(file.resolveSibling(file.getFileName() + part));
                }
                Files.copy(copy, file);
            } else {
                TestPostgres.run(
                        "pg_restore",
                        "--clean",
                        "--if-exists",
                        "--single-transaction",
                        "--dbname=" + database,
                        copy.toString());
            }
        }

        public Ledger open(MovableClock clock) {
            return pool == null ? Ledger.sqlite(file, clock) : Ledger.postgres(pool, clock);
        }

        /** Everything that is in it, as text. */
        public String contents() throws IOException, SQLException {
            if (pool == null) {
                return Files.readString(file, StandardCharsets.ISO_8859_1);
            }
            StringBuilder all = new StringBuilder();
            try (Connection connection = pool.getConnection();
                    ResultSet tables =
                            connection.getMetaData().getTables(null, "public", "%", new String[] {"TABLE"})) {
                while (tables.next()) {
                    appendTable(connection, tables.getString("TABLE_NAME"), all);
                }
            }
            return all.toString();
        }

        private static void appendTable(Connection connection, String table, StringBuilder all) throws SQLException {
            try (Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery("SELECT * FROM " + table)) {
                while (rows.next()) {
                    for (int column = 1; column <= rows.getMetaData().getColumnCount(); column++) {
                        Object value = rows.getObject(column);
                        all.append(
                                        value instanceof byte[] bytes
                                                ? new String(bytes, StandardCharsets.ISO_8859_1)
                                                : value)
                                .append('\n');
                    }
                }
            }
        }

        @Override
        public void close() {
            if (pool != null) {
                pool.close();
            }
        }
    }
}
