package io.epmjit.bridge;

import io.epmjit.ledger.RecurringTask;
import io.epmjit.ledger.Source;
import io.epmjit.webhook.WebhookSource;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/** What has come in but could not go its way at once, as a source of work: it is looked at again. */
final class IntakeSource implements Source {

    private final List<WebhookSource> sources;
    private final Quarantine quarantine;
    private final Routes routes;
    private final RequestFlow requests;

    IntakeSource(Collection<WebhookSource> sources, Quarantine quarantine, Routes routes, RequestFlow requests) {
        this.sources = List.copyOf(sources);
        this.quarantine = quarantine;
        this.routes = routes;
        this.requests = requests;
    }

    @Override
    public void register(Handlers handlers) {
        // what is let go has its effects at trackers and EPM, whose handlers are registered there
    }

    @Override
    public List<RecurringTask> tasks() {
        Stream<RecurringTask> readAgain = sources.stream().map(source -> new ReadQuarantineAgain(source, quarantine));
        return Stream.concat(readAgain, Stream.of(new RouteAgain(routes, requests)))
                .toList();
    }
}
