package io.epmjit.ledger;

import io.epmjit.testkit.MovableClock;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.io.TempDir;

class SqliteEngineTest extends EngineContract {

    @TempDir
    private Path directory;

    private final MovableClock clock = MovableClock.at(Instant.parse("2026-11-22T12:00:00Z"));

    @Override
    Ledger open() {
        return Ledger.sqlite(directory.resolve("engine.db"), clock);
    }

    @Override
    void pass(Duration time) {
        clock.advance(time);
    }
}
