package io.epmjit.ledger;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import io.epmjit.testkit.MovableClock;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PostgresRecordsTest extends RecordsContract {

    private final HikariDataSource pool = TestPostgres.newLedger();
    private final MovableClock clock = MovableClock.running();

    @Override
    Ledger open() {
        return Ledger.postgres(pool, clock);
    }

    @Override
    void pass(Duration time) {
        clock.advance(time);
    }

    @Override
    Connection connect() throws SQLException {
        return pool.getConnection();
    }

    @AfterEach
    void closePool() {
        pool.close();
    }

    @Test
    void theTrailCannotBeEmptiedAtOnceEither() throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            assertThatThrownBy(() -> statement.executeUpdate("TRUNCATE audit_entry"))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("the audit trail is only ever added to");
        }
    }
}
