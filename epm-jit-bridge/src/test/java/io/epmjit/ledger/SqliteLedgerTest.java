package io.epmjit.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.epmjit.model.Retryability;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteLedgerTest extends LedgerContract {

    private static final OriginKey KEY = new OriginKey("acme", "ADMIN", "r-1");

    @TempDir
    private Path directory;

    @Override
    Ledger open() {
        return Ledger.sqlite(directory.resolve("contract.db"));
    }

    @Test
    void whatWasWrittenIsThereWhenTheFileIsOpenedAgain() {
        Path file = directory.resolve("again.db");
        try (Ledger ledger = Ledger.sqlite(file)) {
            ledger.write(session -> session.originOf(KEY, "tenant-1", Instant.EPOCH));
        }
        try (Ledger ledger = Ledger.sqlite(file)) {
            assertThat(ledger.<Optional<Origin>>read(session -> session.findOrigin(KEY)))
                    .isPresent();
        }
    }

    @Test
    void aFileInUseIsRefusedWithTheReason() {
        Path file = directory.resolve("used.db");
        try (Ledger first = Ledger.sqlite(file)) {
            assertThat(first.hasRoom()).isTrue();
            assertThatThrownBy(() -> Ledger.sqlite(file))
                    .isInstanceOf(LedgerException.class)
                    .hasMessageContaining("in use already");
        }
    }

    @Test
    void aDirectoryThatIsNotThereIsNamed() {
        assertThatThrownBy(() -> Ledger.sqlite(directory.resolve("nowhere/jit.db")))
                .isInstanceOf(LedgerException.class)
                .hasMessageContaining("nowhere")
                .hasMessageContaining("must exist and be writable")
                .extracting(e -> ((LedgerException) e).retryability())
                .isEqualTo(Retryability.NEVER);
    }

    @Test
    void aFileOfANewerVersionIsRefusedUntouched() throws Exception {
        Path file = directory.resolve("newer.db");
        Ledger.sqlite(file).close();
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement()) {
            statement.execute("UPDATE ledger_meta SET value = '99' WHERE name = 'schema'");
        }
        assertThatThrownBy(() -> Ledger.sqlite(file))
                .isInstanceOf(LedgerException.class)
                .hasMessageContaining("schema 99");
    }

    @Test
    void aFileThatIsNoDatabaseIsRefused() throws Exception {
        Path file = directory.resolve("letter.db");
        Files.writeString(file, "Dear ledger, this is not a database, but a letter of more than sixteen bytes.");
        assertThatThrownBy(() -> Ledger.sqlite(file))
                .isInstanceOf(LedgerException.class)
                .hasMessageContaining("letter.db");
    }

    @Test
    void belowTheReserveNothingNewIsTakenButOutcomesAreStillWritten() {
        try (Ledger ledger = SqliteLedger.open(directory.resolve("full.db"), Long.MAX_VALUE)) {
            assertThat(ledger.hasRoom()).isFalse();
            Origin origin = ledger.write(session -> session.originOf(KEY, "tenant-1", Instant.EPOCH));
            assertThat(origin.key()).isEqualTo(KEY);
        }
    }

    @Test
    void aClosedLedgerSaysSo() {
        Ledger ledger = Ledger.sqlite(directory.resolve("closed.db"));
        ledger.close();
        assertThatThrownBy(() -> ledger.write(session -> session.originOf(KEY, "tenant-1", Instant.EPOCH)))
                .isInstanceOf(LedgerException.class)
                .hasMessageContaining("closed");
    }
}
