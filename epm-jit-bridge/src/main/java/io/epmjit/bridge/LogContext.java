package io.epmjit.bridge;

import io.epmjit.model.JitRequestRef;
import org.slf4j.MDC;

/** Names tenant and request in the log, under the keys that the engine uses too. */
final class LogContext {

    private static final String TENANT = "epmjit.tenant";
    private static final String REQUEST = "epmjit.request";

    private LogContext() {}

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
