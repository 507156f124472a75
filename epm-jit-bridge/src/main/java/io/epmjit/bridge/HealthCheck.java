package io.epmjit.bridge;

import java.time.Instant;
import java.util.List;

/** What one part of the bridge has to say of its health. May ask the ledger, and calls nothing else outside. */
@FunctionalInterface
interface HealthCheck {

    /**
     * What is to be known.
     *
     * @param figures what the ledger said a moment ago
     * @param now the ledger's time
     */
    List<Health.Finding> findings(Figures figures, Instant now);
}
