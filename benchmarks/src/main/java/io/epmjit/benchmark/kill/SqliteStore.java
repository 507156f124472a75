package io.epmjit.benchmark.kill;

import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;

/** A ledger in a SQLite file, read beside the bridge. */
final class SqliteStore implements Store {

    private final Path file;

    SqliteStore(Path file) {
        this.file = file;
    }

    @Override
    public Map<String, String> settings() {
        return Map.of("ledger", file.toString());
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection("jdbc:sqlite:file:" + file + "?mode=ro");
    }

    @Override
    public Set<String> keptBodies() {
        try (Connection connection = connect()) {
            return keptBodies(connection);
        } catch (SQLException e) {
            throw new IllegalStateException("cannot read the ledger " + file, e);
        }
    }

    @Override
    public int unfinished() {
        try (Connection connection = connect()) {
            return unfinished(connection);
        } catch (SQLException e) {
            throw new IllegalStateException("cannot read the ledger " + file, e);
        }
    }

    static Set<String> keptBodies(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT body FROM incoming")) {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            Set<String> kept = new HashSet<>();
            while (rows.next()) {
                kept.add(HexFormat.of().formatHex(sha256.digest(rows.getBytes(1))));
            }
            return kept;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    static int unfinished(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT count(*) FROM effect WHERE state IN ('PLANNED', 'IN_FLIGHT', 'UNKNOWN')"
                                + " OR late_look_at IS NOT NULL")) {
            return row.next() ? row.getInt(1) : 0;
        }
    }

    @Override
    public void close() {}
}
