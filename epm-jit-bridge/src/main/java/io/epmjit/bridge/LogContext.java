package io.epmjit.bridge;

import io.epmjit.ledger.Origin;
import io.epmjit.model.JitRequestRef;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/** Names tenant and request in the log, under the keys that the engine uses too. */
final class LogContext {

    private static final String TENANT = "epmjit.tenant";
    private static final String REQUEST = "epmjit.request";

    private LogContext() {}

    /** Names the request while something is done for it; afterwards is named what was named before. */
    static <T> T during(Origin origin, Supplier<T> work) {
        String tenant = MDC.get(TENANT);
        String request = MDC.get(REQUEST);
        of(Requests.tenant(origin));
        of(Requests.of(origin));
        try {
            return work.get();
        } finally {
            put(TENANT, tenant);
            put(REQUEST, request);
        }
    }

    private static void put(String key, @Nullable String value) {
        if (value == null) {
            MDC.remove(key);
        } else {
            MDC.put(key, value);
        }
    }

    static void of(String tenant) {
        MDC.put(TENANT, tenant);
    }

    static void of(JitRequestRef request) {
        MDC.put(REQUEST, request.requestId());
    }

    static void end() {
        MDC.remove(TENANT);
        MDC.remove(REQUEST);
    }
}
