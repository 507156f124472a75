package io.epmjit.benchmark.ledger;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Everything that a ledger in a SQLite file holds of each of its requests, and its schema: for others to write the same. */
record LedgerRows(List<String> schema, List<Table> tables, List<List<Row>> requests) {

    private static final String ORIGIN = "origin";

    record Table(String name, List<String> columns) {

        String insert() {
            String places =
                    String.join(", ", columns.stream().map(column -> "?").toList());
            return "INSERT INTO " + name + " (" + String.join(", ", columns) + ") VALUES (" + places + ")";
        }
    }

    /** @param table its place among the tables */
    record Row(int table, Object[] values) {}

    static LedgerRows read(Path file) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement()) {
            List<String> schema = texts(
                    statement,
                    "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%'"
                            + " ORDER BY type = 'table' DESC, rowid");
            List<Table> tables = new ArrayList<>();
            Map<Long, List<Row>> byOrigin = new LinkedHashMap<>();
            for (String name : tableNames(statement)) {
                String owner = name.equals(ORIGIN) ? "id" : "origin_id";
                List<String> columns = texts(statement, "SELECT name FROM pragma_table_info('" + name + "')");
                if (columns.contains(owner)) {
                    tables.add(new Table(name, columns));
                    readTable(statement, tables.size() - 1, name, owner, columns.size(), byOrigin);
                }
            }
            return new LedgerRows(schema, tables, List.copyOf(byOrigin.values()));
        }
    }

    /** Origins first, since everything else refers to them. */
    private static List<String> tableNames(Statement statement) throws SQLException {
        return texts(
                statement,
                "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
                        + " ORDER BY name <> '" + ORIGIN + "', rowid");
    }

    private static void readTable(
            Statement statement, int table, String name, String owner, int columns, Map<Long, List<Row>> byOrigin)
            throws SQLException {
        try (ResultSet rows = statement.executeQuery(
                "SELECT *, " + owner + " AS owner FROM " + name + " WHERE " + owner + " IS NOT NULL ORDER BY rowid")) {
            while (rows.next()) {
                Object[] values = new Object[columns];
                for (int i = 0; i < columns; i++) {
                    values[i] = rows.getObject(i + 1);
                }
                byOrigin.computeIfAbsent(rows.getLong("owner"), id -> new ArrayList<>())
                        .add(new Row(table, values));
            }
        }
    }

    private static List<String> texts(Statement statement, String sql) throws SQLException {
        List<String> texts = new ArrayList<>();
        try (ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                texts.add(rows.getString(1));
            }
        }
        return texts;
    }

    /** How many rows of each table there are, such as {@code origin 20000, incoming 20000}. */
    Map<String, Long> counts() {
        Map<String, Long> counts = new LinkedHashMap<>();
        for (List<Row> rows : requests) {
            rows.forEach(row -> counts.merge(tables.get(row.table()).name(), 1L, Long::sum));
        }
        return counts;
    }
}
