package io.epmjit.ledger;

import java.time.Instant;
import java.util.Optional;

/**
 * How a {@link RecurringTask} went.
 *
 * @param name the task's
 * @param doneAt when it last ended well, on any node
 * @param failure why its last run failed; empty if it ended well
 */
public record TaskReport(String name, Optional<Instant> doneAt, Optional<String> failure) {}
