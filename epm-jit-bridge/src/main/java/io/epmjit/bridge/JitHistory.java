package io.epmjit.bridge;

import io.epmjit.ledger.HistoryQuery;
import io.epmjit.ledger.HistoryStatistics;
import io.epmjit.ledger.Ledger;
import io.epmjit.ledger.OriginRecord;
import io.epmjit.ledger.TrailQuery;
import io.epmjit.ledger.TrailRecord;
import io.epmjit.model.RequestKind;
import java.io.IOException;
import java.io.Writer;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Function;
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

    /** One request, by its id, or by its ticket number while EPM has told only that; empty if it is not on record here. */
    public Optional<RequestRecord> find(TenantRequest wanted) {
        String kind = Requests.kind(wanted.request().kind());
        String id = wanted.request().requestId();
        return ledger.<Optional<RequestRecord>>read(session -> session.origins()
                .find(Requests.key(wanted.tenant(), wanted.request()))
                .or(() -> session.origins().numbered(wanted.tenant(), kind, id))
                .map(origin -> new RequestRecord(session.history().of(origin))));
    }

    /** The requests that meet the query in figures: how many, by state and approver, and how soon they were decided. */
    public HistoryStatistics statistics(HistoryQuery query) {
        return ledger.read(session -> session.history().statistics(ofEpm(query)));
    }

    /** The ledger may hold what happened at other systems, too. */
    private static HistoryQuery ofEpm(HistoryQuery query) {
        return query.kinds().isEmpty()
                ? HistoryQuery.builder()
                        .from(query)
                        .kind(RequestKind.APPLICATION)
                        .kind(RequestKind.ADMIN)
                        .build()
                : query;
    }

    /** The entries of the audit trail that meet the query, the oldest first. */
    public Stream<TrailRecord> trail(TrailQuery query) {
        return JitHistory.<TrailRecord>paged(last -> ledger.read(
                session -> session.audit().page(query, last.map(TrailRecord::id).orElse(0L), TRAIL_PAGE)));
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
