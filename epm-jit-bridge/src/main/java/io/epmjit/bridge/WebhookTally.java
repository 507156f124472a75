package io.epmjit.bridge;

import io.epmjit.webhook.WebhookArrival;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** How many webhooks were taken, kept back, refused and put off since the bridge was made. */
final class WebhookTally {

    /** What became of a webhook, and why; as a metric names both. */
    enum Result {
        ACCEPTED("accepted", "none"),
        QUARANTINED("quarantined", "none"),
        REFUSED_METHOD("refused", "method"),
        REFUSED_NOT_TLS("refused", "not_tls"),
        REFUSED_SOURCE_ADDRESS("refused", "source_address"),
        REFUSED_CREDENTIAL("refused", "credential"),
        REFUSED_CREDENTIAL_UNAVAILABLE("refused", "credential_unavailable"),
        REFUSED_PATH("refused", "path"),
        REFUSED_BODY_TOO_LARGE("refused", "body_too_large"),
        REFUSED_BODY_UNREADABLE("refused", "body_unreadable"),
        PUT_OFF_NO_ROOM("put_off", "no_room"),
        PUT_OFF_LEDGER("put_off", "ledger"),
        PUT_OFF_STOPPED("put_off", "stopped");

        private final String outcome;
        private final String cause;

        Result(String outcome, String cause) {
            this.outcome = outcome;
            this.cause = cause;
        }

        String outcome() {
            return outcome;
        }

        String cause() {
            return cause;
        }

        static Result of(WebhookArrival.Cause cause) {
            return switch (cause) {
                case METHOD -> REFUSED_METHOD;
                case NOT_TLS -> REFUSED_NOT_TLS;
                case SOURCE_ADDRESS -> REFUSED_SOURCE_ADDRESS;
                case CREDENTIAL -> REFUSED_CREDENTIAL;
                case CREDENTIAL_UNAVAILABLE -> REFUSED_CREDENTIAL_UNAVAILABLE;
                case PATH -> REFUSED_PATH;
                case BODY_TOO_LARGE -> REFUSED_BODY_TOO_LARGE;
                case BODY_UNREADABLE -> REFUSED_BODY_UNREADABLE;
            };
        }
    }

    private record Key(String source, Result result) {}

    private final Map<Key, LongAdder> counts = new ConcurrentHashMap<>();

    void count(String source, Result result) {
        counts.computeIfAbsent(new Key(source, result), key -> new LongAdder()).increment();
    }

    long of(String source, Result result) {
        LongAdder count = counts.get(new Key(source, result));
        return count == null ? 0 : count.sum();
    }
}
