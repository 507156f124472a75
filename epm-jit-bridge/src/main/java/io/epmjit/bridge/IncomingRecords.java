package io.epmjit.bridge;

import io.epmjit.ledger.Ledger;
import io.epmjit.ledger.ReceivedBody;
import java.util.List;
import java.util.Optional;

/**
 * What the webhooks brought, as it came: every authentic body, whether it was understood or not. Safe for use by several
 * threads.
 */
public final class IncomingRecords {

    private static final int MOST_OF_ONE = 200;

    private final Ledger ledger;

    IncomingRecords(Ledger ledger) {
        this.ledger = ledger;
    }

    /** All of them, the newest first. */
    public Slice<IncomingRecord> newest(Paging paging) {
        long before = paging.numberOr(Long.MAX_VALUE);
        return slice(
                ledger.<List<ReceivedBody>>read(session -> session.bodies().newest(before, paging.mostAndOne())),
                paging);
    }

    /** Those that wait in {@link JitBridge#quarantine() quarantine}, the oldest first. */
    public Slice<IncomingRecord> quarantined(Paging paging) {
        long after = paging.numberOr(0);
        return slice(
                ledger.<List<ReceivedBody>>read(session -> session.bodies().waiting(after, paging.mostAndOne())),
                paging);
    }

    private static Slice<IncomingRecord> slice(List<ReceivedBody> found, Paging paging) {
        return Slice.of(found, paging, body -> Long.toString(body.id())).map(IncomingRecord::new);
    }

    /** The first 200 that speak of a request, the oldest first. */
    public List<IncomingRecord> of(TenantRequest request) {
        return ledger
                .<List<ReceivedBody>>read(session -> Requests.find(session, request)
                        .map(origin -> session.bodies().about(origin, MOST_OF_ONE))
                        .orElse(List.of()))
                .stream()
                .map(IncomingRecord::new)
                .toList();
    }

    /** The one of that number. */
    public Optional<IncomingRecord> find(long id) {
        return ledger.<Optional<ReceivedBody>>read(session -> session.bodies().received(id))
                .map(IncomingRecord::new);
    }

    /**
     * The body of that number for an operator's eyes: at most {@value BodyText#LONGEST} characters, and nothing in it but
     * letters, marks, digits, punctuation, symbols, spaces and line ends; everything else shows as {@code \}{@code u....}. An
     * end user may have written it: escape it where it enters another language, such as HTML.
     */
    public Optional<String> text(long id) {
        return ledger.<Optional<String>>read(session -> session.bodies()
                .find(id)
                .map(kept -> BodyText.of(kept.incoming().body())));
    }
}
