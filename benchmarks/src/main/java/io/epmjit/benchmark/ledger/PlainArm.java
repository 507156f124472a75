package io.epmjit.benchmark.ledger;

import io.epmjit.benchmark.ledger.LedgerRows.Row;
import io.epmjit.benchmark.ledger.LedgerRows.Table;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** The same rows with prepared statements alone: by one thread, which has nothing else to do, so many to a commit. */
final class PlainArm implements Arm {

    private final LedgerRows rows;
    private final int toACommit;

    PlainArm(LedgerRows rows, int toACommit) {
        this.rows = rows;
        this.toACommit = toACommit;
    }

    @Override
    public String name() {
        return "one thread writing, " + toACommit + " to a commit";
    }

    @Override
    public double run(Scratch scratch) throws SQLException {
        Path file = scratch.file("plain-" + toACommit + ".db");
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file)) {
            try (Statement statement = connection.createStatement()) {
                statement.execute("PRAGMA journal_mode = WAL");
                statement.execute("PRAGMA synchronous = FULL");
                statement.execute("PRAGMA foreign_keys = ON");
                Durability.of(connection).require();
                for (String command : rows.schema()) {
                    statement.execute(command);
                }
            }
            connection.setAutoCommit(false);
            return rows.requests().size() / seconds(connection);
        }
    }

    private double seconds(Connection connection) throws SQLException {
        List<PreparedStatement> inserts = new ArrayList<>();
        try {
            for (Table table : rows.tables()) {
                inserts.add(connection.prepareStatement(table.insert()));
            }
            long began = System.nanoTime();
            int uncommitted = 0;
            for (List<Row> request : rows.requests()) {
                for (Row row : request) {
                    insert(inserts.get(row.table()), row.values());
                }
                uncommitted++;
                if (uncommitted == toACommit) {
                    connection.commit();
                    uncommitted = 0;
                }
            }
            connection.commit();
            return (System.nanoTime() - began) / 1e9;
        } finally {
            for (PreparedStatement insert : inserts) {
                insert.close();
            }
        }
    }

    private static void insert(PreparedStatement statement, Object[] values) throws SQLException {
        for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i]);
        }
        statement.executeUpdate();
    }
}
