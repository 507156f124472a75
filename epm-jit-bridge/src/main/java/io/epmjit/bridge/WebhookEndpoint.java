package io.epmjit.bridge;

import io.epmjit.bridge.WebhookTally.Result;
import io.epmjit.endpoint.Endpoint;
import io.epmjit.endpoint.EndpointRequest;
import io.epmjit.endpoint.EndpointResponse;
import io.epmjit.ledger.Body;
import io.epmjit.ledger.LedgerException;
import io.epmjit.webhook.WebhookArrival;
import io.epmjit.webhook.WebhookSource;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes EPM's webhooks: checks who sends, writes down what was sent, and acknowledges. The work is done afterwards, from
 * the ledger. A body that is authentic but does not fit is kept in quarantine and acknowledged too, since sending it
 * again would not help.
 */
final class WebhookEndpoint implements Endpoint {

    private static final Logger log = LoggerFactory.getLogger(WebhookEndpoint.class);
    private static final Duration QUIET = Duration.ofMinutes(1);
    private static final String RETRY_AFTER_SECONDS = "60";

    private final Map<String, WebhookSource> sources;
    private final Intake intake;
    private final WebhookTally tally;
    private final InstantSource clock;
    private final Map<WebhookArrival.Cause, Instant> mentioned = new ConcurrentHashMap<>();
    private volatile boolean stopped;

    WebhookEndpoint(Map<String, WebhookSource> sources, Intake intake, WebhookTally tally, InstantSource clock) {
        this.sources = Map.copyOf(sources);
        this.intake = intake;
        this.tally = tally;
        this.clock = clock;
    }

    /** From now on senders are asked to come back later: another node, or the next start, will take it. */
    void stop() {
        stopped = true;
    }

    @Override
    public EndpointResponse handle(EndpointRequest request) {
        List<String> path = request.segmentsAfter("webhooks").orElse(List.of());
        WebhookSource source = path.isEmpty() || path.size() > 2 ? null : sources.get(path.get(0));
        if (source == null) {
            return EndpointResponse.text(404, "There is no such webhook here.");
        }
        return take(request, source, path.size() == 2 ? Optional.of(path.get(1)) : Optional.empty());
    }

    private EndpointResponse take(EndpointRequest request, WebhookSource source, Optional<String> event) {
        LogContext.of(source.tenantId());
        try {
            if (stopped) {
                return comeBack(source, Result.PUT_OFF_STOPPED);
            }
            WebhookArrival arrival = source.accept(request);
            if (arrival instanceof WebhookArrival.Refused refused) {
                mention(source, refused.cause());
                return refused.response();
            }
            if (!intake.hasRoom()) {
                log.error("The disk is nearly full: webhooks are refused until there is room");
                return comeBack(source, Result.PUT_OFF_NO_ROOM);
            }
            return keep(request, source, event, arrival);
        } finally {
            LogContext.end();
        }
    }

    private EndpointResponse keep(
            EndpointRequest request, WebhookSource source, Optional<String> event, WebhookArrival arrival) {
        try {
            if (arrival instanceof WebhookArrival.Accepted accepted
                    && accepted.event().type().isPresent()) {
                LogContext.of(accepted.event().request());
                intake.accept(arrived(request, source, event, accepted.body()), accepted.event());
                tally.count(source.name(), Result.ACCEPTED);
            } else if (arrival instanceof WebhookArrival.Accepted unknown) {
                quarantine(arrived(request, source, event, unknown.body()), Intake.UNKNOWN_EVENT);
            } else if (arrival instanceof WebhookArrival.Quarantined quarantined) {
                quarantine(
                        arrived(request, source, event, quarantined.body()),
                        String.valueOf(quarantined.why().getMessage()));
            }
            return EndpointResponse.of(202);
        } catch (LedgerException e) {
            log.error("A webhook for {} could not be written down", source.name(), e);
            return comeBack(source, Result.PUT_OFF_LEDGER);
        }
    }

    private void quarantine(Arrived arrived, String reason) {
        log.warn("A webhook for {} is quarantined: {}", arrived.source(), reason);
        intake.quarantine(arrived, reason);
        tally.count(arrived.source(), Result.QUARANTINED);
    }

    /** Loud enough to be noticed, and no more than once a minute for each cause, since anybody can cause it. */
    private void mention(WebhookSource source, WebhookArrival.Cause cause) {
        tally.count(source.name(), Result.of(cause));
        Instant now = clock.instant();
        Instant last = mentioned.getOrDefault(cause, Instant.MIN);
        if (last.isBefore(now.minus(QUIET))) {
            mentioned.put(cause, now);
            log.warn("A webhook for {} was refused: {} ({})", source.name(), cause, whatToDo(cause));
        } else {
            log.debug("A webhook for {} was refused: {}", source.name(), cause);
        }
    }

    private static String whatToDo(WebhookArrival.Cause cause) {
        return switch (cause) {
            case NOT_TLS -> "it came over plain HTTP; if a proxy in front of this ends TLS, set proxyEndsTls()";
            case CREDENTIAL -> "compare user and password, or token, with EPM's webhook settings";
            case SOURCE_ADDRESS -> "its address is none of allowedSources";
            case CREDENTIAL_UNAVAILABLE -> "the supplier of the secret failed";
            case PATH, METHOD, BODY_TOO_LARGE, BODY_UNREADABLE -> "see EPM's delivery history";
        };
    }

    private static Arrived arrived(EndpointRequest request, WebhookSource source, Optional<String> event, byte[] body) {
        return new Arrived(
                source.name(), source.tenantId(), event, Optional.of(request.remoteAddress()), Body.of(body));
    }

    private EndpointResponse comeBack(WebhookSource source, Result why) {
        tally.count(source.name(), why);
        return EndpointResponse.text(503, "Not now. Please come back later.")
                .withHeader("Retry-After", RETRY_AFTER_SECONDS);
    }
}
