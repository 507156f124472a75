package io.epmjit.ledger;

import io.epmjit.model.Retryability;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** The ledger's tables: their version, and the scripts in the jar that make them, one for each database and version. */
final class Schema {

    static final int VERSION = 1;

    /** What a script is found under, beside this class. */
    private static final String RESOURCE = "/v" + VERSION + ".sql";

    private final String database;
    private final String tableExists;

    private Schema(String database, String tableExists) {
        this.database = database;
        this.tableExists = tableExists;
    }

    static final Schema SQLITE = new Schema("sqlite", "SELECT 1 FROM sqlite_master WHERE name = 'ledger_meta'");

    /** Only where new tables go, which is the first schema of the search path that there is. */
    static final Schema POSTGRES = new Schema(
            "postgres",
            "SELECT 1 FROM pg_catalog.pg_tables WHERE tablename = 'ledger_meta' AND schemaname = current_schema()");

    /** The script's place among the jar's resources. */
    String resource() {
        return "io/epmjit/ledger/" + database + RESOURCE;
    }

    /** The version that is there; 0 if there is none. */
    int version(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            try (ResultSet table = statement.executeQuery(tableExists)) {
                if (!table.next()) {
                    return 0;
                }
            }
            try (ResultSet row = statement.executeQuery("SELECT value FROM ledger_meta WHERE name = 'schema'")) {
                return row.next() ? Integer.parseInt(row.getString(1)) : 0;
            }
        }
    }

    /** Makes the tables, unless they are there. To be called within a transaction. */
    void install(Connection connection) throws SQLException {
        int version = version(connection);
        if (version > VERSION) {
            throw newer(version);
        }
        if (version < VERSION) {
            try (Statement statement = connection.createStatement()) {
                statement.executeUpdate(script());
            }
        }
    }

    static LedgerException newer(int version) {
        return new LedgerException(
                "the ledger has schema " + version + ", and this version of epm-jit knows " + VERSION
                        + ": use the newer version again",
                Retryability.NEVER,
                null);
    }

    private String script() {
        try (InputStream script = Schema.class.getResourceAsStream(database + RESOURCE)) {
            if (script == null) {
                throw new IllegalStateException("the ledger's schema is missing from the jar");
            }
            return new String(script.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException("the ledger's schema cannot be read from the jar", e);
        }
    }
}
