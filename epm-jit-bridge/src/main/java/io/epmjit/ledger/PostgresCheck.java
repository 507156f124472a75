package io.epmjit.ledger;

import io.epmjit.model.Retryability;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Whether a database can be trusted with what must not be lost; what is asked of it is read back, not believed. */
final class PostgresCheck {

    private static final int OLDEST_VERSION = 13;

    private static final String STATE = "SELECT current_setting('server_version_num'), current_setting('fsync'),"
            + " current_setting('full_page_writes'), current_setting('server_encoding'), pg_is_in_recovery(),"
            + " current_schema(), current_setting('search_path')";

    private PostgresCheck() {}

    /** Refuses what would lose acknowledged commits, or cannot take any. */
    static void isSafe(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet state = statement.executeQuery(STATE)) {
            state.next();
            int version = state.getInt(1) / 10_000;
            if (version < OLDEST_VERSION) {
                throw refusal(
                        "the database is PostgreSQL " + version + "; the ledger needs " + OLDEST_VERSION + " or later");
            }
            requireOn("fsync", state.getString(2));
            requireOn("full_page_writes", state.getString(3));
            if (!"UTF8".equals(state.getString(4))) {
                throw refusal("the database is encoded in " + state.getString(4)
                        + ", which cannot keep every text; create it with ENCODING 'UTF8'");
            }
            if (state.getBoolean(5)) {
                throw refusal("the server is a standby, which takes no writes; name the primary in the JDBC URL, or add"
                        + " targetServerType=primary to it");
            }
            if (state.getString(6) == null) {
                throw refusal("no schema of the search_path (" + state.getString(7)
                        + ") exists: create the one that shall hold the ledger");
            }
        }
    }

    private static void requireOn(String setting, String value) {
        if (!"on".equals(value)) {
            throw refusal("the server runs with " + setting + "=" + value
                    + " and would lose acknowledged commits in a crash; set " + setting
                    + " = on in postgresql.conf and restart it");
        }
    }

    /** Refuses a database without the ledger's tables, or with those of another version. */
    static void isInstalled(Connection connection) throws SQLException {
        int version = Schema.POSTGRES.version(connection);
        if (version > Schema.VERSION) {
            throw Schema.newer(version);
        }
        if (version < Schema.VERSION) {
            throw refusal((version == 0 ? "there is no ledger" : "the ledger has schema " + version) + " in schema "
                    + connection.getSchema() + " of the database, and version " + Schema.VERSION
                    + " is needed: call Ledger.install(dataSource) once, or have "
                    + Schema.POSTGRES.resource() + " from this jar run there");
        }
    }

    private static LedgerException refusal(String why) {
        return new LedgerException(why, Retryability.NEVER, null);
    }
}
