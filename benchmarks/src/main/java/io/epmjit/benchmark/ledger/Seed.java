package io.epmjit.benchmark.ledger;

import io.epmjit.testkit.epm.EpmRequest;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Copies of a request that a bridge has led through its life, by SQL: everything that the ledger holds of it, whatever
 * tables that may be in, once more under another id, number and time.
 */
final class Seed {

    private static final long COPIES_PER_COMMIT = 20_000;

    /** The ledger's numbers of one copy's rows lie within so many, and none of the originals' is above. */
    private static final long STRIDE = 1_000;

    private static final long SCATTER = 2_654_435_761L;
    private static final long SCATTER_MASK = 0xffff_ffffL;

    private final Store store;
    private final Connection connection;
    private final Map<String, Map<String, Kind>> tables = new LinkedHashMap<>();
    private final Set<String> otherTables = new TreeSet<>();

    /** What a column holds, by its type and its name. */
    private enum Kind {
        NUMBER_OF_A_ROW,
        TIME,
        TEXT,
        BYTES,
        OTHER
    }

    Seed(Store store, Connection connection) throws SQLException {
        this.store = store;
        this.connection = connection;
        readTables();
    }

    /** The id of the copy of that number: scattered, as EPM's are. */
    static String requestId(long copy) {
        return String.format("%08x-0000-4000-8000-%012x", (copy * SCATTER) & SCATTER_MASK, copy);
    }

    private void readTables() throws SQLException {
        DatabaseMetaData data = connection.getMetaData();
        try (ResultSet columns = data.getColumns(connection.getCatalog(), connection.getSchema(), "%", "%")) {
            while (columns.next()) {
                String table = columns.getString("TABLE_NAME");
                String column = columns.getString("COLUMN_NAME");
                tables.computeIfAbsent(table, name -> new LinkedHashMap<>())
                        .put(column, kind(column, columns.getString("TYPE_NAME").toUpperCase(Locale.ROOT)));
            }
        }
        tables.forEach((table, columns) -> {
            if (!table.equals("origin") && columns.get("origin_id") != Kind.NUMBER_OF_A_ROW) {
                otherTables.add(table);
            }
        });
        tables.keySet().removeAll(otherTables);
    }

    /** The tables that grow with the number of requests, and number their rows. */
    List<String> numberedTables() {
        return tables.keySet().stream()
                .filter(table -> columnsOf(table).containsKey("id"))
                .toList();
    }

    private Map<String, Kind> columnsOf(String table) {
        return tables.getOrDefault(table, Map.of());
    }

    /** The tables that do not. */
    Set<String> otherTables() {
        return otherTables;
    }

    private static Kind kind(String column, String type) {
        return switch (type) {
            case "INTEGER", "BIGINT", "INT8", "BIGSERIAL" ->
                column.equals("id") || column.endsWith("_id")
                        ? Kind.NUMBER_OF_A_ROW
                        : column.endsWith("_at") && !column.equals("due_at") ? Kind.TIME : Kind.OTHER;
            case "TEXT", "VARCHAR" -> Kind.TEXT;
            case "BLOB", "BYTEA" -> Kind.BYTES;
            default -> Kind.OTHER;
        };
    }

    /** Makes the copies with these numbers. */
    void copy(EpmRequest original, long origin, long from, long to) throws SQLException {
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            for (String table : tables.keySet()) {
                String owner = table.equals("origin") ? "id" : "origin_id";
                statement.execute("CREATE TEMPORARY TABLE original_" + table + " AS SELECT * FROM " + table + " WHERE "
                        + owner + " = " + origin);
            }
            for (long first = from; first <= to; first += COPIES_PER_COMMIT) {
                long last = Math.min(to, first + COPIES_PER_COMMIT - 1);
                for (Map.Entry<String, Map<String, Kind>> table : originsFirst()) {
                    statement.execute(insert(table.getKey(), table.getValue(), original, first, last));
                }
                connection.commit();
            }
            for (String table : tables.keySet()) {
                statement.execute("DROP TABLE original_" + table);
            }
            connection.commit();
        }
        connection.setAutoCommit(true);
    }

    private List<Map.Entry<String, Map<String, Kind>>> originsFirst() {
        return tables.entrySet().stream()
                .sorted((left, right) -> Boolean.compare(
                        right.getKey().equals("origin"), left.getKey().equals("origin")))
                .toList();
    }

    private String insert(String table, Map<String, Kind> columns, EpmRequest original, long first, long last) {
        List<String> values = new ArrayList<>();
        columns.forEach((column, kind) -> values.add(copied("o." + column, kind, original)));
        return "INSERT INTO " + table + " (" + String.join(", ", columns.keySet()) + ") " + store.keepingNumbers()
                + " SELECT " + String.join(", ", values)
                + " FROM (" + store.numbers(first, last) + ") c CROSS JOIN original_" + table + " o";
    }

    private String copied(String column, Kind kind, EpmRequest original) {
        return switch (kind) {
            case NUMBER_OF_A_ROW -> column + " + c.k * " + STRIDE;
            case TIME -> column + " - (c.k % 525600) * 60000";
            case TEXT -> renamed(column, original);
            case BYTES -> store.bytesOf(renamed(store.textOf(column), original));
            case OTHER -> column;
        };
    }

    private String renamed(String text, EpmRequest original) {
        String id = store.hex("((c.k * " + SCATTER + ") & " + SCATTER_MASK + ")", 8) + " || '-0000-4000-8000-' || "
                + store.hex("c.k", 12);
        String number = "'SEED' || " + store.hex("c.k", 8);
        return "replace(replace(" + text + ", '" + original.requestId() + "', " + id + "), '" + original.ticketNumber()
                + "', " + number + ")";
    }
}
