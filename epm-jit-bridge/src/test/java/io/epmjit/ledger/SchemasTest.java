package io.epmjit.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The two databases' scripts say the same. */
class SchemasTest {

    @TempDir
    private Path directory;

    @Test
    void bothDatabasesHaveTheSameTablesColumnsAndIndexes() throws SQLException {
        Path file = directory.resolve("schema.db");
        Ledger.sqlite(file).close();
        try (Connection sqlite = DriverManager.getConnection("jdbc:sqlite:" + file);
                HikariDataSource pool = TestPostgres.newLedger();
                Connection postgres = pool.getConnection()) {
            assertThat(lines(
                            postgres,
                            "SELECT table_name, column_name, is_nullable = 'NO',"
                                    + " CASE data_type WHEN 'bigint' THEN 'INTEGER' WHEN 'integer' THEN 'INTEGER'"
                                    + " WHEN 'bytea' THEN 'BLOB' ELSE upper(data_type) END"
                                    + " FROM information_schema.columns WHERE table_schema = current_schema()"))
                    .isNotEmpty()
                    .containsExactlyInAnyOrderElementsOf(lines(
                            sqlite,
                            "SELECT t.name, c.name, CASE WHEN c.\"notnull\" OR c.pk THEN 't' ELSE 'f' END, c.type"
                                    + " FROM sqlite_master t JOIN pragma_table_info(t.name) c"
                                    + " WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite%'"));
            assertThat(lines(
                            postgres,
                            "SELECT tablename, indexname FROM pg_indexes WHERE schemaname = current_schema()"
                                    + " AND indexname NOT IN (SELECT conname FROM pg_constraint)"))
                    .isNotEmpty()
                    .containsExactlyInAnyOrderElementsOf(lines(
                            sqlite,
                            "SELECT tbl_name, name FROM sqlite_master WHERE type = 'index'"
                                    + " AND name NOT LIKE 'sqlite_autoindex%'"));
            assertThat(lines(postgres, "SELECT name, value FROM ledger_meta WHERE name = 'schema'"))
                    .containsExactlyElementsOf(
                            lines(sqlite, "SELECT name, value FROM ledger_meta WHERE name = 'schema'"));
        }
    }

    private static List<String> lines(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            List<String> lines = new ArrayList<>();
            while (rows.next()) {
                List<String> line = new ArrayList<>();
                for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                    line.add(rows.getString(i));
                }
                lines.add(String.join(" ", line));
            }
            return lines;
        }
    }
}
