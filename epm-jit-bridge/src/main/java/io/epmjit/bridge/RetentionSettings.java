package io.epmjit.bridge;

import io.epmjit.model.RequestKind;
import java.time.Duration;
import org.immutables.value.Value;

/**
 * For how long records are kept, in the terms of BeyondTrust's guide. What is over is counted from its decision. Nothing
 * is removed for which something is still to be done: planned, under way, or in doubt. Immutable.
 */
@Value.Immutable
public abstract class RetentionSettings {

    private static final Duration SHORTEST = Duration.ofDays(1);
    private static final Duration FOR_EVER = Duration.ofDays(365_000);

    RetentionSettings() {}

    public static Builder builder() {
        return new Builder();
    }

    /** Nothing is ever removed, except by {@link JitRecords#erase}. */
    public static RetentionSettings keepEverything() {
        return builder()
                .incomingRequestRecords(FOR_EVER)
                .applicationAccessTicketRecords(FOR_EVER)
                .adminTicketRecords(FOR_EVER)
                .undecidedTicketRecords(FOR_EVER)
                .quarantinedRequestRecords(FOR_EVER)
                .tombstones(FOR_EVER)
                .build();
    }

    /** "Incoming request records": the bodies of webhooks as they came, from their arrival. Default 90 days. */
    @Value.Default
    public Duration incomingRequestRecords() {
        return Duration.ofDays(90);
    }

    /** "Application access ticket records", with their decisions, from the decision. Default 365 days. */
    @Value.Default
    public Duration applicationAccessTicketRecords() {
        return Duration.ofDays(365);
    }

    /** "Admin ticket records", with their decisions, from the decision. Default 365 days. */
    @Value.Default
    public Duration adminTicketRecords() {
        return Duration.ofDays(365);
    }

    /**
     * Requests of both kinds that nobody has ever decided, from their beginning; their removal is logged, on the audit
     * trail, and told to listeners. Default 730 days.
     */
    @Value.Default
    public Duration undecidedTicketRecords() {
        return Duration.ofDays(730);
    }

    /** Bodies that wait in quarantine, from their arrival; their removal is logged and on the trail. Default 365 days. */
    @Value.Default
    public Duration quarantinedRequestRecords() {
        return Duration.ofDays(365);
    }

    /** What keeps a removed request from coming back: keyed hashes of its ids, from its removal. Default 1,826 days. */
    @Value.Default
    public Duration tombstones() {
        return Duration.ofDays(1_826);
    }

    final Duration ticketRecords(RequestKind kind) {
        return switch (kind) {
            case APPLICATION -> applicationAccessTicketRecords();
            case ADMIN -> adminTicketRecords();
        };
    }

    @Value.Check
    void check() {
        requireLongEnough("incomingRequestRecords", incomingRequestRecords());
        requireLongEnough("applicationAccessTicketRecords", applicationAccessTicketRecords());
        requireLongEnough("adminTicketRecords", adminTicketRecords());
        requireLongEnough("undecidedTicketRecords", undecidedTicketRecords());
        requireLongEnough("quarantinedRequestRecords", quarantinedRequestRecords());
        requireLongEnough("tombstones", tombstones());
    }

    private static void requireLongEnough(String name, Duration kept) {
        if (kept.compareTo(SHORTEST) < 0) {
            throw new IllegalArgumentException(
                    name + " must be kept for a day at least, since late webhooks, retries and"
                            + " look-ups need them; to forget a person at once, use JitBridge.records().erase(…)");
        }
    }

    /** Collects settings; not for use by several threads. */
    public static final class Builder extends ImmutableRetentionSettings.Builder {
        Builder() {}
    }
}
