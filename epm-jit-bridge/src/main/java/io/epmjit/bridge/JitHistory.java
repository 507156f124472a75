package io.epmjit.bridge;

import io.epmjit.ledger.DecidedOrigin;
import io.epmjit.ledger.Effect;
import io.epmjit.ledger.HistoryQuery;
import io.epmjit.ledger.HistoryStatistics;
import io.epmjit.ledger.Ledger;
import io.epmjit.ledger.Operator;
import io.epmjit.ledger.OriginRecord;
import io.epmjit.ledger.TrailEntry;
import io.epmjit.ledger.TrailQuery;
import io.epmjit.ledger.TrailRecord;
import io.epmjit.model.RequestKind;
import java.io.IOException;
import java.io.Writer;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * What has happened, to be asked and exported: requests with their decisions and tickets, and the audit trail.
 *
 * <pre>{@code
 * HistoryQuery lastMonth = HistoryQuery.builder().since(begin).before(end).kind(RequestKind.ADMIN).build();
 * try (Writer out = Files.newBufferedWriter(Path.of("admin.csv"))) {
 *     bridge.history().exportCsv(lastMonth, out);
 * }
 * }</pre>
 *
 * <p>Whatever is streamed is read page by page while it is asked for, so that a million rows need no memory; between pages
 * nothing is held, and nothing has to be closed. A request that changes meanwhile is seen as it is when its page is read.
 * Safe for use by several threads; a stream is for one.
 */
public final class JitHistory {

    private static final int TRAIL_PAGE = 500;
    private static final Set<String> KINDS =
            Stream.of(RequestKind.values()).map(Requests::kind).collect(Collectors.toUnmodifiableSet());

    private final Ledger ledger;

    JitHistory(Ledger ledger) {
        this.ledger = ledger;
    }

    /** The requests that meet the query, the oldest first. */
    public Stream<RequestRecord> requests(HistoryQuery query) {
        HistoryQuery ofEpm = ofEpm(query);
        return JitHistory.<OriginRecord>paged(last -> ledger.read(session -> last.isEmpty()
                        ? session.history().firstPage(ofEpm)
                        : session.history().pageAfter(ofEpm, last.get())))
                .map(RequestRecord::new);
    }

    /** The requests that meet the query, the newest first. */
    public Slice<RequestRecord> newest(HistoryQuery query, Paging paging) {
        HistoryQuery ofEpm = ofEpm(query);
        List<OriginRecord> found = ledger.read(session -> paging.numbers()
                .map(last -> session.history()
                        .newestBefore(ofEpm, Instant.ofEpochMilli(last[0]), last[1], paging.mostAndOne()))
                .orElseGet(() -> session.history().newest(ofEpm, paging.mostAndOne())));
        return Slice.of(found, paging, JitHistory::mark).map(RequestRecord::new);
    }

    private static String mark(OriginRecord record) {
        return record.origin().openedAt().toEpochMilli() + "-" + record.origin().id();
    }

    /** Every decision of ours, the newest first. */
    public Slice<DecisionRecord> decisions(Paging paging) {
        long before = paging.numberOr(Long.MAX_VALUE);
        List<DecidedOrigin> found =
                ledger.read(session -> session.history().decisions(KINDS, before, paging.mostAndOne()));
        return Slice.of(found, paging, one -> Long.toString(one.decision().id()))
                .map(one -> new DecisionRecord(
                        new TenantRequest(Requests.tenant(one.origin()), Requests.of(one.origin())), one.decision()));
    }

    /**
     * Everything that was to be done outside for a request, the oldest first: what is planned, under way, done, or given up
     * and why. Empty if it is not on record here.
     */
    public List<Effect> effects(TenantRequest request) {
        return ledger.read(session -> Requests.find(session, request)
                .map(origin -> session.effects().of(origin))
                .orElse(List.of()));
    }

    /** One request, by its id, or by its ticket number while EPM has told only that; empty if it is not on record here. */
    public Optional<RequestRecord> find(TenantRequest wanted) {
        return ledger.<Optional<RequestRecord>>read(session -> Requests.find(session, wanted)
                .map(origin -> new RequestRecord(session.history().of(origin))));
    }

    /** The requests that meet the query in figures: how many, by state and approver, and how soon they were decided. */
    public HistoryStatistics statistics(HistoryQuery query) {
        return ledger.read(session -> session.history().statistics(ofEpm(query)));
    }

    /** The ledger may hold what happened at other systems, too. */
    private static HistoryQuery ofEpm(HistoryQuery query) {
        return query.kinds().isEmpty()
                ? HistoryQuery.builder().from(query).addAllKinds(KINDS).build()
                : query;
    }

    /** The entries of the audit trail that meet the query, the oldest first. */
    public Stream<TrailRecord> trail(TrailQuery query) {
        return JitHistory.<TrailRecord>paged(last -> ledger.read(
                session -> session.audit().page(query, last.map(TrailRecord::id).orElse(0L), TRAIL_PAGE)));
    }

    /** The entries of the audit trail that meet the query, the newest first. */
    public Slice<TrailRecord> newestOfTrail(TrailQuery query, Paging paging) {
        long before = paging.numberOr(Long.MAX_VALUE);
        List<TrailRecord> found = ledger.read(session -> session.audit().newest(query, before, paging.mostAndOne()));
        return Slice.of(found, paging, record -> Long.toString(record.id()));
    }

    /** Which entries of the audit trail are about a request. */
    public TrailQuery trailOf(TenantRequest request) {
        return TrailQuery.builder()
                .system(request.tenant())
                .subject(TrailEntry.subjectOf(request.key()))
                .build();
    }

    /**
     * Puts on the audit trail what somebody who runs the bridge did by a page or a program of yours, such as exporting
     * requests. What the bridge's own methods do, they put there themselves.
     *
     * @param action what was done
     * @param subject to what
     * @param outcome what came of it; no secrets, and no text that users typed: entries are kept for good
     */
    public void note(Operator by, String action, String subject, String outcome) {
        ledger.<Long>write(session -> session.audit().operator(by, action, subject, outcome));
    }

    /**
     * Writes the requests as CSV (RFC 4180, with a header) and flushes; the writer stays open. Texts that a spreadsheet would
     * take for a formula get an apostrophe in front.
     *
     * @return how many requests
     */
    public long exportCsv(HistoryQuery query, Writer out) throws IOException {
        return RequestCsv.write(requests(query).iterator(), out);
    }

    /**
     * Writes the requests as JSON, one object in each line, and flushes; the writer stays open.
     *
     * @return how many requests
     */
    public long exportNdjson(HistoryQuery query, Writer out) throws IOException {
        return Ndjson.writeRequests(requests(query).iterator(), out);
    }

    /**
     * Writes entries of the audit trail as JSON, one object in each line, and flushes; the writer stays open.
     *
     * @return how many entries
     */
    public long exportTrail(TrailQuery query, Writer out) throws IOException {
        return Ndjson.writeTrail(trail(query).iterator(), out);
    }

    private static <T> Stream<T> paged(Function<Optional<T>, List<T>> pageAfter) {
        return StreamSupport.stream(
                Spliterators.spliteratorUnknownSize(
                        new Paged<>(pageAfter), Spliterator.ORDERED | Spliterator.NONNULL | Spliterator.DISTINCT),
                false);
    }

    /** One page after the other, each by its own reading. */
    private static final class Paged<T> implements Iterator<T> {

        private final Function<Optional<T>, List<T>> pageAfter;
        private Optional<T> last = Optional.empty();
        private Iterator<T> page;

        Paged(Function<Optional<T>, List<T>> pageAfter) {
            this.pageAfter = pageAfter;
            this.page = pageAfter.apply(last).iterator();
        }

        @Override
        public boolean hasNext() {
            if (!page.hasNext() && last.isPresent()) {
                page = pageAfter.apply(last).iterator();
                if (!page.hasNext()) {
                    last = Optional.empty();
                }
            }
            return page.hasNext();
        }

        @Override
        public T next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            T next = page.next();
            last = Optional.of(next);
            return next;
        }
    }
}
