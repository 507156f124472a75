package io.epmjit.benchmark.ledger;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** How a connection to SQLite keeps what is committed, read back from that very connection. */
record Durability(String journal, String synchronous) {

    static final Durability FULL = new Durability("wal", "2");

    static Durability of(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            Durability found = new Durability(read(statement, "journal_mode"), read(statement, "synchronous"));
            if (!connection.getAutoCommit()) {
                connection.rollback();
            }
            return found;
        }
    }

    private static String read(Statement statement, String pragma) throws SQLException {
        try (ResultSet row = statement.executeQuery("PRAGMA " + pragma)) {
            return row.getString(1);
        }
    }

    void require() {
        if (!equals(FULL)) {
            throw new IllegalStateException("not a fair race: " + this + " instead of " + FULL);
        }
    }

    @Override
    public String toString() {
        return "journal_mode=" + journal + " synchronous=" + synchronous;
    }
}
