package io.epmjit.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.epmjit.testkit.MovableClock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PostgresLedgerTest extends LedgerContract {

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

    @Test
    void aNodeThatIsFrozenInATransactionDoesNotHoldUpTheOthersForEver() {
        OriginKey key = new OriginKey("acme", "ADMIN", "r-1");
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch thawed = new CountDownLatch(1);
        try (Ledger frozen = open();
                Ledger other = open()) {
            CompletableFuture<Origin> late = CompletableFuture.supplyAsync(() -> frozen.write(session -> {
                Origin origin = session.origins().of(key);
                begun.countDown();
                awaitQuietly(thawed);
                return session.origins().get(origin.id());
            }));
            awaitQuietly(begun);
            Origin made = other.write(session -> session.origins().of(key));
            thawed.countDown();

            assertThat(made.key()).isEqualTo(key);
            assertThat(late)
                    .failsWithin(Duration.ofSeconds(30))
                    .withThrowableOfType(ExecutionException.class)
                    .withCauseInstanceOf(LedgerException.class);
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void theUsersPoolStaysOpen() {
        open().close();
        assertThat(pool.isClosed()).isFalse();
    }
}
