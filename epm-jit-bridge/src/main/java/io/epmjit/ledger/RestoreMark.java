package io.epmjit.ledger;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A number that grows as a SQLite ledger is written, in the ledger and in a small file beside it, at most once a second. A
 * ledger that is behind its file is a copy from earlier that was brought back. The file is never ahead by itself: it is
 * written after the commit, and a power failure may only set it back.
 */
final class RestoreMark {

    private static final Logger log = LoggerFactory.getLogger(RestoreMark.class);
    private static final long INTERVAL = TimeUnit.SECONDS.toNanos(1);

    private final Path file;
    private final AtomicLong next = new AtomicLong(System.nanoTime());

    private RestoreMark(Path file) {
        this.file = file;
    }

    static RestoreMark beside(Path ledger) {
        return new RestoreMark(fileBeside(ledger));
    }

    static Path fileBeside(Path ledger) {
        return ledger.resolveSibling(ledger.getFileName() + ".mark");
    }

    /** Compares the two numbers, and declares the ledger restored if it is behind. */
    void check(Ledger ledger) {
        long outside = read();
        boolean restored = ledger.write(session -> {
            boolean behind = session.restore().mark() < outside;
            if (behind) {
                session.restore().declare();
                session.restore().mark(outside);
            }
            return behind;
        });
        if (restored) {
            log.warn(
                    "The ledger is older than {} says: a backup has been brought back. What it plans is looked for before it"
                            + " is done",
                    file);
        }
    }

    /** The same work; with the number counted up in the same commit, if it is time for that. */
    <T> LedgerWork<T> marking(LedgerWork<T> work) {
        long now = System.nanoTime();
        long due = next.get();
        return now - due >= 0 && next.compareAndSet(due, now + INTERVAL) ? marked(work) : work;
    }

    private <T> LedgerWork<T> marked(LedgerWork<T> work) {
        return session -> {
            T result = work.run(session);
            long number = session.restore().mark() + 1;
            session.restore().mark(number);
            session.afterCommit(() -> write(number));
            return result;
        };
    }

    private long read() {
        try {
            String text = Files.exists(file) ? Files.readString(file).strip() : "";
            return text.isEmpty() ? 0 : Long.parseLong(text);
        } catch (IOException | NumberFormatException e) {
            log.warn("{} cannot be read; by it nobody can tell whether the ledger was restored", file, e);
            return 0;
        }
    }

    private void write(long number) {
        try {
            Files.writeString(file, Long.toString(number));
        } catch (IOException e) {
            log.warn("{} cannot be written; a restored ledger would not be noticed", file, e);
        }
    }
}
