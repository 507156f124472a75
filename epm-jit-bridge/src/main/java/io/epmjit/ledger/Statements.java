package io.epmjit.ledger;

import io.epmjit.model.Retryability;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Statements of one connection, prepared once each. Belongs to whoever holds the connection. */
final class Statements implements AutoCloseable {

    private final Connection connection;
    private final RowLocks locks;
    private final Map<String, PreparedStatement> prepared = new HashMap<>();

    Statements(Connection connection, RowLocks locks) {
        this.connection = connection;
        this.locks = locks;
    }

    RowLocks locks() {
        return locks;
    }

    interface RowReader<T> {
        T read(ResultSet row) throws SQLException;
    }

    int update(String sql, @Nullable Object... values) {
        try {
            return bind(sql, values).executeUpdate();
        } catch (SQLException e) {
            throw failure(e);
        }
    }

    /** Inserts one row and answers the number that the database gave it. */
    long insert(String sql, @Nullable Object... values) {
        return first(sql + " RETURNING id", row -> row.getLong(1), values).orElseThrow();
    }

    /** The one number that a query answers. */
    int count(String sql, @Nullable Object... values) {
        return first(sql, row -> row.getInt(1), values).orElseThrow();
    }

    <T> Optional<T> first(String sql, RowReader<T> reader, @Nullable Object... values) {
        return list(sql, reader, values).stream().findFirst();
    }

    <T> List<T> list(String sql, RowReader<T> reader, @Nullable Object... values) {
        try (ResultSet rows = bind(sql, values).executeQuery()) {
            List<T> result = new ArrayList<>();
            while (rows.next()) {
                result.add(reader.read(rows));
            }
            return result;
        } catch (SQLException e) {
            throw failure(e);
        }
    }

    /** The database and its driver, with their versions. */
    String product() {
        try {
            DatabaseMetaData about = connection.getMetaData();
            return about.getDatabaseProductName() + " " + about.getDatabaseProductVersion() + ", "
                    + about.getDriverName() + " " + about.getDriverVersion();
        } catch (SQLException e) {
            throw failure(e);
        }
    }

    private PreparedStatement bind(String sql, @Nullable Object... values) throws SQLException {
        PreparedStatement statement = prepared.get(sql);
        if (statement == null) {
            statement = connection.prepareStatement(sql);
            prepared.put(sql, statement);
        }
        for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i] instanceof String text ? storable(text) : values[i]);
        }
        return statement;
    }

    /** What no database takes in a text, wherever it came from, becomes U+FFFD. */
    private static String storable(String text) {
        for (int i = 0; i < text.length(); i++) {
            char letter = text.charAt(i);
            if (letter == 0 || Character.isSurrogate(letter)) {
                return repaired(text);
            }
        }
        return text;
    }

    private static String repaired(String text) {
        String encodable = new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
        return encodable.replace('\0', '\uFFFD');
    }

    static LedgerException failure(SQLException e) {
        return new LedgerException(
                "the ledger's database failed: " + whatItSays(e), Retryability.SAFE, withoutValues(e));
    }

    /** The first line: those below it may quote the row. */
    static String whatItSays(SQLException e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("it did not say why");
    }

    private static SQLException withoutValues(SQLException e) {
        SQLException bare = new SQLException(whatItSays(e), e.getSQLState(), e.getErrorCode());
        bare.setStackTrace(e.getStackTrace());
        return bare;
    }

    @Override
    public void close() throws SQLException {
        for (PreparedStatement statement : prepared.values()) {
            statement.close();
        }
    }
}
