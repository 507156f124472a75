package io.epmjit.ledger;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the log once that the ledger cannot be reached, and once that it can again; whoever asks it every second meanwhile
 * would fill the log. Safe for use by several threads.
 */
final class Outage {

    private static final Logger log = LoggerFactory.getLogger(Outage.class);

    private final AtomicReference<@Nullable Long> began = new AtomicReference<>();

    /** The ledger has not done what it was asked. */
    void met(Throwable failure) {
        if (began.compareAndSet(null, System.nanoTime())) {
            log.warn("The ledger cannot be reached; work waits until it can be, and nothing is lost", failure);
        } else {
            log.debug("The ledger still cannot be reached", failure);
        }
    }

    /** The ledger has done what it was asked. */
    void over() {
        Long since = began.getAndSet(null);
        if (since != null) {
            log.info(
                    "The ledger can be reached again, after {} s; work goes on",
                    Duration.ofNanos(System.nanoTime() - since).toSeconds());
        }
    }
}
