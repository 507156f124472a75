package io.epmjit.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.epmjit.model.Retryability;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A disk that is really full, or may only be read: a file system of two megabytes. Needs the right to mount one, so it runs as root only. */
@EnabledOnOs(OS.LINUX)
class SmallDiskTest {

    private static final int BODY = 16_384;

    /** More than half: what is in the write-ahead log needs as much room again in the file. */
    private static final int BALLAST = 1_200 << 10;

    @TempDir
    private Path directory;

    private Path disk;
    private boolean isMounted;

    @BeforeEach
    void mountASmallDisk() throws Exception {
        disk = Files.createDirectory(directory.resolve("disk"));
        isMounted = run("mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", disk.toString());
        assumeTrue(isMounted, "no right to mount a small disk: the test of a full one is skipped");
    }

    @AfterEach
    void unmountIt() throws Exception {
        if (isMounted) {
            run("umount", disk.toString());
        }
    }

    private boolean run(String... command) throws IOException, InterruptedException {
        File output = directory.resolve("mount.out").toFile();
        return new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(output)
                        .start()
                        .waitFor()
                == 0;
    }

    @Test
    void whatWasAcknowledgedBeforeTheDiskWasFullIsThereAndItGoesOnOnceThereIsRoom() throws Exception {
        Path ballast = Files.write(disk.resolve("ballast"), new byte[BALLAST]);
        List<Long> acknowledged = new ArrayList<>();
        Path file = disk.resolve("jit.db");
        try (Ledger ledger = SqliteLedger.open(file, 0, InstantSource.system())) {
            LedgerException failure = fill(ledger, acknowledged);
            assertThat(failure.retryability()).isEqualTo(Retryability.SAFE);
            assertThat(failure).hasMessageContaining("full");
            assertThat(kept(ledger)).containsExactlyElementsOf(acknowledged);

            failTogether(ledger);
            assertThat(kept(ledger)).containsExactlyElementsOf(acknowledged);

            Files.delete(ballast);
            acknowledged.add(keep(ledger));
            assertThat(kept(ledger)).containsExactlyElementsOf(acknowledged);
        }
        try (Ledger ledger = Ledger.sqlite(file)) {
            assertThat(kept(ledger)).containsExactlyElementsOf(acknowledged);
        }
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement();
                ResultSet verdict = statement.executeQuery("PRAGMA integrity_check")) {
            assertThat(verdict.getString(1)).isEqualTo("ok");
        }
    }

    @Test
    void aDiskThatMayOnlyBeReadIsRefusedWithTheReasonAndTheLedgerOnItIsUnharmed() throws Exception {
        Path file = disk.resolve("jit.db");
        List<Long> acknowledged = new ArrayList<>();
        try (Ledger ledger = Ledger.sqlite(file)) {
            acknowledged.add(keep(ledger));
        }
        assertThat(run("mount", "-o", "remount,ro", disk.toString())).isTrue();
        for (Path any : List.of(file, disk.resolve("new.db"))) {
            assertThatThrownBy(() -> Ledger.sqlite(any))
                    .isInstanceOf(LedgerException.class)
                    .hasMessageContaining(any.toString())
                    .hasMessageContaining("must exist and be writable")
                    .extracting(e -> ((LedgerException) e).retryability())
                    .isEqualTo(Retryability.NEVER);
        }
        assertThat(run("mount", "-o", "remount,rw", disk.toString())).isTrue();
        try (Ledger ledger = Ledger.sqlite(file)) {
            assertThat(kept(ledger)).containsExactlyElementsOf(acknowledged);
        }
    }

    private static LedgerException fill(Ledger ledger, List<Long> acknowledged) {
        return catchThrowableOfType(LedgerException.class, () -> {
            for (int i = 0; i < 1_000; i++) {
                acknowledged.add(keep(ledger));
            }
        });
    }

    private static void failTogether(Ledger ledger) throws InterruptedException {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Future<Long>> writes = new ArrayList<>();
            for (int i = 0; i < 32; i++) {
                writes.add(threads.submit(() -> keep(ledger)));
            }
            for (Future<Long> write : writes) {
                assertThat(catchThrowableOfType(ExecutionException.class, write::get))
                        .hasCauseInstanceOf(LedgerException.class);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private static long keep(Ledger ledger) {
        byte[] body = new byte[BODY];
        new Random(1).nextBytes(body);
        return ledger.write(session -> session.bodies()
                .keep(Incoming.builder()
                        .source("acme")
                        .receivedAt(Instant.EPOCH)
                        .body(Body.of(body))
                        .quarantined(Optional.of("x"))
                        .build()));
    }

    private static List<Long> kept(Ledger ledger) {
        return ledger.read(session ->
                session.bodies().quarantine(10_000).stream().map(KeptBody::id).toList());
    }
}
