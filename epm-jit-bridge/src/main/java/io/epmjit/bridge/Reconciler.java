package io.epmjit.bridge;

import io.epmjit.client.EpmClient;
import io.epmjit.client.RequestFilter;
import io.epmjit.client.RequestState;
import io.epmjit.http.CallOptions;
import io.epmjit.http.RateLimiter;
import io.epmjit.ledger.Ledger;
import io.epmjit.ledger.Origin;
import io.epmjit.ledger.RecurringTask;
import io.epmjit.ledger.TaskRun;
import io.epmjit.model.EpmJitException;
import io.epmjit.model.RequestKind;
import io.epmjit.model.Retryability;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compares both of a tenant's lists at EPM with the ledger, and asks EPM about the requests that are undecided for
 * longest, so that what a lost webhook never said is found. Everything that is found is on record before the watermark
 * moves; a run that fails is repeated from where it began.
 */
final class Reconciler implements RecurringTask {

    private static final Logger log = LoggerFactory.getLogger(Reconciler.class);
    private static final int EPM_CALLS = 1000;
    private static final Duration EPM_WINDOW = Duration.ofSeconds(100);

    private final String tenant;
    private final EpmClient epm;
    private final Comparison comparison;
    private final ReconcilerSettings settings;
    private final Findings findings;
    private final RateLimiter share;

    Reconciler(String tenant, EpmClient epm, Comparison comparison, ReconcilerSettings settings, Findings findings) {
        this.tenant = tenant;
        this.epm = epm;
        this.comparison = comparison;
        this.settings = settings;
        this.findings = findings;
        this.share = RateLimiter.of(EPM_CALLS * settings.shareOfRateLimit() / 100, EPM_WINDOW);
    }

    @Override
    public String name() {
        return "reconcile:" + tenant;
    }

    @Override
    public Duration interval() {
        return settings.interval();
    }

    @Override
    public void run(TaskRun run) {
        Instant begun = run.ledger().clock().instant();
        Watermark watermark = Watermark.from(run.bookmark(), settings.since(), begun);
        CallOptions options = CallOptions.until(run.deadline()).within(share);
        for (RequestKind kind : RequestKind.values()) {
            compareList(kind, watermark, begun, options);
        }
        checkUndecided(run.ledger(), begun, options);
        findings.audits(epm, watermark.until(), options);
        run.stopAt(watermark.movedTo(begun).toString());
    }

    /** By creation and by change, since nobody knows whether EPM calls a request changed that was only made. */
    private void compareList(RequestKind kind, Watermark watermark, Instant begun, CallOptions options) {
        Instant from = watermark.until().minus(settings.overlap());
        Set<String> compared = new HashSet<>();
        int nameless = 0;
        for (RequestFilter filter : List.of(
                RequestFilter.builder().createdFrom(from).build(),
                RequestFilter.builder().modifiedFrom(from).build())) {
            try (Stream<RequestState> rows = list(kind, filter, options)) {
                for (Iterator<RequestState> each = rows.iterator(); each.hasNext(); ) {
                    RequestState row = each.next();
                    String name = row.requestId().or(row::ticketNumber).orElse("");
                    if (name.isEmpty()) {
                        nameless++;
                    } else if (compared.add(name)) {
                        requireAnEnd(kind, compared.size(), from);
                        compare(row, watermark, begun, options);
                    }
                }
            }
        }
        findings.rowsWithoutName(kind, nameless);
    }

    private Stream<RequestState> list(RequestKind kind, RequestFilter filter, CallOptions options) {
        return kind == RequestKind.ADMIN
                ? epm.adminRequests(filter, options)
                : epm.applicationRequests(filter, options);
    }

    private void requireAnEnd(RequestKind kind, int rows, Instant from) {
        if (rows > settings.mostRows()) {
            throw new IllegalStateException("EPM lists more than " + settings.mostRows() + " "
                    + Requests.kind(kind) + " requests made or changed since " + from
                    + ". If that is true, raise mostRows;"
                    + " if not, its filters by time have other names: see EpmApiDialect");
        }
    }

    private void compare(RequestState row, Watermark watermark, Instant begun, CallOptions options) {
        boolean isOurs =
                row.created().map(made -> !made.isBefore(watermark.since())).orElse(true);
        Instant graceUntil = begun.minus(settings.grace());
        boolean mayBeUnderWay = row.created().map(graceUntil::isBefore).orElse(false);
        if (comparison.isKnown(row)) {
            comparison.update(row, begun, deadline(options));
        } else if (isOurs && !mayBeUnderWay) {
            comparison.add(named(row, options), begun);
        }
    }

    /** A row may lack the request's id; asked about that request alone, EPM may say it. */
    private RequestState named(RequestState row, CallOptions options) {
        if (row.requestId().isPresent() || row.ticketNumber().isEmpty()) {
            return row;
        }
        RequestState read =
                epm.readByTicketNumber(row.kind(), row.ticketNumber().get(), options);
        return read.isReadable() && read.requestId().isPresent() ? read : row;
    }

    private void checkUndecided(Ledger ledger, Instant begun, CallOptions options) {
        List<Origin> unchecked =
                ledger.read(session -> session.undecided().uncheckedSince(tenant, begun, settings.checksPerRun()));
        for (Origin origin : unchecked) {
            try {
                comparison.check(origin, epm.read(Requests.of(origin), options), begun, deadline(options));
            } catch (EpmJitException e) {
                if (e.retryability() != Retryability.NEVER) {
                    throw e;
                }
                log.warn("EPM does not tell about {}: {}", origin.key(), e.getMessage());
            }
            ledger.write(session -> {
                session.undecided().checked(origin);
                return origin;
            });
        }
    }

    private static Instant deadline(CallOptions options) {
        return options.deadline().orElseThrow();
    }
}
