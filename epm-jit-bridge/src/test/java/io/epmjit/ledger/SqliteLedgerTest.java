package io.epmjit.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.epmjit.model.Retryability;
import io.epmjit.testkit.MovableClock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SqliteLedgerTest extends LedgerContract {

    private static final OriginKey KEY = new OriginKey("acme", "ADMIN", "r-1");

    @TempDir
    private Path directory;

    private final MovableClock clock = MovableClock.at(Instant.parse("2026-11-22T12:00:00Z"));

    @Override
    Ledger open() {
        return Ledger.sqlite(directory.resolve("contract.db"), clock);
    }

    @Override
    void pass(Duration time) {
        clock.advance(time);
    }

    @Test
    void whatWasWrittenIsThereWhenTheFileIsOpenedAgain() {
        Path file = directory.resolve("again.db");
        try (Ledger ledger = Ledger.sqlite(file)) {
            ledger.write(session -> session.origins().of(KEY));
        }
        try (Ledger ledger = Ledger.sqlite(file)) {
            assertThat(ledger.<Optional<Origin>>read(
                            session -> session.origins().find(KEY)))
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
    void tryingToOpenItTwiceDoesNotGiveItUpToAnotherProcess() throws Exception {
        Path file = directory.resolve("shared.db");
        try (Ledger first = Ledger.sqlite(file)) {
            assertThatThrownBy(() -> Ledger.sqlite(directory.resolve("./shared.db")))
                    .isInstanceOf(LedgerException.class);
            Process other = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-cp",
                            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                            Opener.class.getName(),
                            file.toString())
                    .redirectErrorStream(true)
                    .start();
            String said = new String(other.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(other.waitFor()).as(said).isEqualTo(Opener.REFUSED);
            assertThat(first.hasRoom()).isTrue();
        }
    }

    /** Another process that wants the same file. */
    static final class Opener {

        static final int REFUSED = 42;

        private Opener() {}

        public static void main(String[] args) {
            try (Ledger ledger = Ledger.sqlite(Path.of(args[0]))) {
                System.exit(ledger.hasRoom() ? 0 : 1);
            } catch (LedgerException e) {
                System.exit(REFUSED);
            }
        }
    }

    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void onlyItsOwnerReadsTheFile() throws Exception {
        Path file = directory.resolve("private.db");
        try (Ledger ledger = Ledger.sqlite(file)) {
            ledger.write(session -> session.origins().of(KEY));
            try (Stream<Path> files = Files.list(directory)) {
                assertThat(files.filter(one -> !one.toString().endsWith(".lock")))
                        .isNotEmpty()
                        .allSatisfy(one -> assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(one)))
                                .isEqualTo("rw-------"));
            }
        }
    }

    /** What is asked for at every claim and every webhook must not read the whole table. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                Origins.NAMED,
                Claims.DUE,
                Claims.FIRST_DUE,
                Claims.TAKE,
                Claims.LAPSED,
                Claims.LATE,
                Claims.FIRST_LATE,
                Effects.PLAN,
                Effects.TICKET
            })
    void theBusiestStatementsUseTheirIndexes(String sql) throws Exception {
        Path file = directory.resolve("plans.db");
        Ledger.sqlite(file).close();
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                PreparedStatement statement = connection.prepareStatement("EXPLAIN QUERY PLAN " + sql);
                ResultSet plan = statement.executeQuery()) {
            List<String> steps = new ArrayList<>();
            while (plan.next()) {
                steps.add(plan.getString("detail"));
            }
            assertThat(steps)
                    .isNotEmpty()
                    .noneMatch(step -> step.startsWith("SCAN"))
                    .as("by a target alone: nearly as much")
                    .noneMatch(step -> step.matches(".*\\(target=\\?( AND \\w+>\\?)?\\)"));
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

    @ParameterizedTest
    @ValueSource(strings = {"nfs", "nfs4", "cifs", "smb3", "9p", "fuse.sshfs", "fuse.glusterfs", "CIFS"})
    void aNetworkFileSystemIsNoPlaceForIt(String type) {
        assertThat(LocalDisk.isRemote(type)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ext4", "xfs", "btrfs", "zfs", "tmpfs", "overlay", "apfs", "NTFS", "fuseblk"})
    void aDiskOfThisMachineIs(String type) {
        assertThat(LocalDisk.isRemote(type)).isFalse();
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
        try (Ledger ledger = SqliteLedger.open(directory.resolve("full.db"), Long.MAX_VALUE, InstantSource.system())) {
            assertThat(ledger.hasRoom()).isFalse();
            Origin origin = ledger.write(session -> session.origins().of(KEY));
            assertThat(origin.key()).isEqualTo(KEY);
        }
    }

    @Test
    void aClosedLedgerSaysSo() {
        Ledger ledger = Ledger.sqlite(directory.resolve("closed.db"));
        ledger.close();
        assertThatThrownBy(() -> ledger.write(session -> session.origins().of(KEY)))
                .isInstanceOf(LedgerException.class)
                .hasMessageContaining("closed");
    }
}
