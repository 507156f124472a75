package io.epmjit.ledger;

import com.zaxxer.hikari.HikariDataSource;
import io.epmjit.testkit.MovableClock;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;

class PostgresEngineTest extends EngineContract {

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

    @AfterEach
    void closePool() {
        pool.close();
    }
}
