package io.epmjit.bridge;

import io.epmjit.connector.Stamp;
import io.epmjit.ledger.LedgerSession;
import io.epmjit.ledger.Origin;
import io.epmjit.ledger.OriginKey;
import io.epmjit.model.JitEvent;
import io.epmjit.model.JitRequestRef;
import io.epmjit.model.Placeholder;
import io.epmjit.model.RequestKind;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** How an EPM request is named in the ledger, and in a tracker. */
final class Requests {

    private Requests() {}

    /** A request belongs to its tenant, whichever of the tenant's webhooks speaks of it. */
    static OriginKey key(String tenant, JitRequestRef request) {
        return new OriginKey(tenant, kind(request.kind()), request.requestId());
    }

    /** The kind under which the ledger knows such requests. */
    static String kind(RequestKind kind) {
        return kind.name();
    }

    static String tenant(Origin origin) {
        return origin.key().system();
    }

    static JitRequestRef of(Origin origin) {
        JitRequestRef request = JitRequestRef.of(
                RequestKind.valueOf(origin.key().kind()), origin.key().id());
        return origin.secondId().map(request::withTicketNumber).orElse(request);
    }

    /** A request, by its id, or by its ticket number while EPM has told only that. */
    static Optional<Origin> find(LedgerSession session, TenantRequest wanted) {
        String id = wanted.request().requestId();
        return session.origins()
                .find(key(wanted.tenant(), wanted.request()))
                .or(() -> session.origins()
                        .numbered(wanted.tenant(), kind(wanted.request().kind()), id));
    }

    /** Every name by which the event calls the person who asks. */
    static List<String> requesters(JitEvent event) {
        return Stream.of(Placeholder.USER, Placeholder.USER_NAME, Placeholder.USER_ID)
                .flatMap(name -> event.text(name).stream())
                .toList();
    }

    /** What the first webhook said of it. */
    static JitEvent event(Origin origin) {
        return told(origin).orElseThrow();
    }

    /** What its webhook said of it; empty while only later news of it have come. */
    static Optional<JitEvent> told(Origin origin) {
        return origin.details().map(details -> JitEvent.fromJson(details.text()));
    }

    static Stamp stamp(Origin origin) {
        return Stamp.of(origin.key().id());
    }
}
