package io.epmjit.bridge;

import io.epmjit.connector.Stamp;
import io.epmjit.ledger.Origin;
import io.epmjit.ledger.OriginKey;
import io.epmjit.model.JitRequestRef;
import io.epmjit.model.RequestKind;

/** How an EPM request is named in the ledger, and in a tracker. */
final class Requests {

    private Requests() {}

    static OriginKey key(String source, JitRequestRef request) {
        return new OriginKey(source, request.kind().name(), request.requestId());
    }

    static JitRequestRef of(Origin origin) {
        JitRequestRef request = JitRequestRef.of(
                RequestKind.valueOf(origin.key().kind()), origin.key().id());
        return origin.secondId().map(request::withTicketNumber).orElse(request);
    }

    static Stamp stamp(Origin origin) {
        return Stamp.of(origin.key().id());
    }
}
