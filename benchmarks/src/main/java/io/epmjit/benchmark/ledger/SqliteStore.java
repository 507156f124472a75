package io.epmjit.benchmark.ledger;

import io.epmjit.ledger.Ledger;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A ledger in a SQLite file. */
record SqliteStore(Path file) implements Store {

    /** By a target alone, and by nothing but that something is there: nearly as much as a scan. */
    private static final Pattern ALL_OF_A_TARGET = Pattern.compile("\\((target|system|kind)=\\?( AND \\w+>\\?)?\\)");

    @Override
    public String kind() {
        return "SQLite";
    }

    @Override
    public Ledger open() {
        return Ledger.sqlite(file);
    }

    @Override
    public Ledger open(StatementLog log) throws SQLException {
        try (WatchedSqlite watched = WatchedSqlite.open(log::watch)) {
            return Ledger.sqlite(file);
        }
    }

    @Override
    public Connection connect() throws SQLException {
        Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        try (Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA synchronous = OFF");
            statement.execute("PRAGMA cache_size = -400000");
            statement.execute("PRAGMA temp_store = MEMORY");
        }
        return connection;
    }

    @Override
    public long bytes() {
        try (Stream<Path> files = Files.list(file.resolveSibling(""))) {
            long bytes = 0;
            for (Path one : files.filter(one -> one.getFileName()
                            .toString()
                            .startsWith(file.getFileName().toString()))
                    .toList()) {
                bytes += Files.size(one);
            }
            return bytes;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String numbers(long from, long to) {
        return "WITH RECURSIVE numbers(k) AS (VALUES (" + from + ") UNION ALL SELECT k + 1 FROM numbers WHERE k < " + to
                + ") SELECT k FROM numbers";
    }

    @Override
    public String hex(String number, int digits) {
        return "printf('%0" + digits + "x', " + number + ")";
    }

    @Override
    public String textOf(String bytes) {
        return "CAST(" + bytes + " AS TEXT)";
    }

    @Override
    public String bytesOf(String text) {
        return "CAST(" + text + " AS BLOB)";
    }

    @Override
    public String keepingNumbers() {
        return "";
    }

    /** SQLite does none of it, or does it at once. */
    @Override
    public void settle(Connection connection, Collection<String> tables) {}

    @Override
    public List<String> scans(Connection connection, StatementLog.Noted statement, Set<String> harmless)
            throws SQLException {
        List<String> found = new ArrayList<>();
        if (statement.sql().matches("(SAVEPOINT|RELEASE|ROLLBACK) .*")) {
            return found;
        }
        try (PreparedStatement explain = connection.prepareStatement("EXPLAIN QUERY PLAN " + statement.sql());
                ResultSet plan = explain.executeQuery()) {
            while (plan.next()) {
                String detail = plan.getString("detail");
                String[] step = detail.split(" ", 3);
                boolean scans = step[0].equals("SCAN") && !step[1].equals("CONSTANT");
                if ((scans || ALL_OF_A_TARGET.matcher(detail).find()) && !harmless.contains(step[1])) {
                    found.add(detail);
                }
            }
        }
        return found;
    }

    @Override
    public void close() {}
}
