package io.epmjit.badges;

import io.epmjit.ledger.EffectCall;
import io.epmjit.ledger.EffectHandler;
import io.epmjit.ledger.EffectPlan;
import io.epmjit.ledger.LedgerSession;
import io.epmjit.ledger.Origin;
import io.epmjit.ledger.OriginKey;
import io.epmjit.ledger.Outcome;
import io.epmjit.ledger.Source;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;

/** Who leaves the company gets a blocked badge: once, whatever breaks on the way. */
final class BadgeSource implements Source {

    private final EffectHandler blocking;

    BadgeSource(URI badges) {
        this.blocking = new BlockBadge(badges);
    }

    /** Writes down that somebody leaves, and what follows from it, in one commit. */
    static void leaves(LedgerSession session, String employee) {
        Origin origin = session.origins().of(new OriginKey("hr", "LEAVER", employee));
        session.effects().plan(origin, EffectPlan.of("badges", "block", "block"));
    }

    @Override
    public void register(Handlers handlers) {
        handlers.handle("badges", "block", blocking);
    }

    /** How a badge is blocked, and how one finds out whether it is. */
    private static final class BlockBadge implements EffectHandler {

        private final HttpClient http = HttpClient.newHttpClient();
        private final URI badges;

        BlockBadge(URI badges) {
            this.badges = badges;
        }

        @Override
        public Outcome perform(EffectCall call) {
            HttpRequest block = request(call).POST(BodyPublishers.noBody()).build();
            return call.send(() -> {
                try {
                    return meaningOf(http.send(block, BodyHandlers.discarding()));
                } catch (IOException lostOnTheWay) {
                    return Outcome.unknown("no answer came from the badge system");
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    return Outcome.unknown("interrupted");
                }
            });
        }

        private static Outcome meaningOf(HttpResponse<Void> answer) {
            return switch (answer.statusCode()) {
                case 204 -> Outcome.done();
                case 401 ->
                    Outcome.again("the badge system does not know our key").refused();
                case 404 -> Outcome.dead("the badge system knows no such employee");
                case 429 -> Outcome.again("the badge system is busy").throttled(Duration.ofSeconds(30));
                default -> Outcome.unknown("the badge system answered " + answer.statusCode());
            };
        }

        @Override
        public Outcome look(EffectCall call) {
            try {
                HttpResponse<String> badge = http.send(request(call).GET().build(), BodyHandlers.ofString());
                if (badge.statusCode() != 200) {
                    return Outcome.unknown("the badge system does not say whether the badge is blocked");
                }
                return badge.body().equals("blocked") ? Outcome.done() : Outcome.absent();
            } catch (IOException e) {
                return Outcome.unknown("the badge system does not answer");
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return Outcome.unknown("interrupted");
            }
        }

        private HttpRequest.Builder request(EffectCall call) {
            return HttpRequest.newBuilder(badges.resolve(call.origin().key().id()))
                    .timeout(Duration.between(Instant.now(), call.deadline()));
        }

        @Override
        public Duration consistencyDelay() {
            return Duration.ZERO;
        }
    }
}
