package io.epmjit.bridge;

import io.epmjit.ledger.Incoming;
import io.epmjit.ledger.KeptBody;
import io.epmjit.ledger.Ledger;
import io.epmjit.ledger.Operator;
import io.epmjit.model.JitEvent;
import io.epmjit.model.JitEventType;
import io.epmjit.model.JitWebhookParseException;
import io.epmjit.webhook.WebhookSource;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The authentic bodies that do not fit their sources. Nothing is thrown away: once the declared template is corrected and
 * the bridge is started again, what fits now is taken in by itself, within a minute, as if it had come then. Safe for use
 * by several threads.
 */
public final class Quarantine {

    private static final Logger log = LoggerFactory.getLogger(Quarantine.class);
    private static final int PAGE = 100;
    private static final int LONGEST_REMARK = 500;

    private final Ledger ledger;
    private final Map<String, WebhookSource> sources;
    private final Intake intake;
    private final Announcer announcer;

    Quarantine(Ledger ledger, Map<String, WebhookSource> sources, Intake intake, Announcer announcer) {
        this.ledger = ledger;
        this.sources = Map.copyOf(sources);
        this.intake = intake;
        this.announcer = announcer;
    }

    /**
     * What became of the waiting bodies when they were read again.
     *
     * @param accepted how many are understood now, and have been taken in
     * @param waiting how many still do not fit, and wait on
     */
    public record Replay(int accepted, int waiting) {

        Replay plus(Replay other) {
            return new Replay(accepted + other.accepted, waiting + other.waiting);
        }
    }

    /** The bodies that wait, the oldest first, at most this many. */
    public List<QuarantinedBody> list(int most) {
        return ledger.read(session -> session.bodies().quarantine(most)).stream()
                .map(QuarantinedBody::new)
                .toList();
    }

    /** The body of that number, if it waits. */
    public Optional<QuarantinedBody> find(long id) {
        return ledger.read(session -> session.bodies().quarantined(id)).map(QuarantinedBody::new);
    }

    /**
     * Reads all that waits again, by the sources' templates as they are now, the oldest first. What fits is taken in with
     * the time at which it came; what does not waits on.
     *
     * @param by who wants that, for the record
     */
    public Replay replay(Operator by) {
        return sources.keySet().stream().map(source -> replay(source, by)).reduce(new Replay(0, 0), Replay::plus);
    }

    /** {@link #replay(Operator)} for a program. */
    public Replay replay(String by) {
        return replay(Operator.inCode(by));
    }

    /**
     * As {@link #replay(Operator)}, for one source.
     *
     * @throws IllegalArgumentException if the bridge has no such source
     */
    public Replay replay(String source, Operator by) {
        Replay done = replay(source, by.name(), Instant.MAX).orElseThrow();
        ledger.write(session -> session.audit()
                .operator(
                        by,
                        "read quarantine again",
                        source,
                        done.accepted() + " taken in, " + done.waiting() + " wait on"));
        return done;
    }

    /** {@link #replay(String, Operator)} for a program. */
    public Replay replay(String source, String by) {
        return replay(source, Operator.inCode(by));
    }

    /** Reads again until that moment; empty if it came before the end. */
    Optional<Replay> replay(String source, String by, Instant deadline) {
        WebhookSource known = sources.get(source);
        if (known == null) {
            throw new IllegalArgumentException("the bridge has no source " + source);
        }
        Replay done = new Replay(0, 0);
        long above = 0;
        for (List<KeptBody> page = page(source, above); !page.isEmpty(); page = page(source, above)) {
            for (KeptBody kept : page) {
                above = kept.id();
                done = done.plus(replay(known, kept) ? new Replay(1, 0) : new Replay(0, 1));
            }
            if (ledger.clock().instant().isAfter(deadline)) {
                return Optional.empty();
            }
        }
        if (done.accepted() > 0) {
            log.info(
                    "{} bodies for {} came out of quarantine by {}; {} wait on",
                    done.accepted(),
                    source,
                    by,
                    done.waiting());
        }
        return Optional.of(done);
    }

    private List<KeptBody> page(String source, long above) {
        return ledger.read(session -> session.bodies().quarantine(source, above, PAGE));
    }

    private boolean replay(WebhookSource source, KeptBody kept) {
        LogContext.of(source.tenantId());
        try {
            JitEvent event = parse(source, kept.incoming());
            LogContext.of(event.request());
            return intake.release(kept, source.tenantId(), event);
        } catch (JitWebhookParseException e) {
            waitOn(kept, String.valueOf(e.getMessage()));
        } catch (IllegalArgumentException e) {
            waitOn(kept, "its URL names an event for which the source has no template");
        } finally {
            LogContext.end();
        }
        return false;
    }

    private static JitEvent parse(WebhookSource source, Incoming incoming) {
        byte[] body = incoming.body().bytes();
        Optional<JitEventType> event = incoming.event().flatMap(JitEventType::ofPathSegment);
        return event.isPresent() ? source.parse(body, event.get()) : source.parse(body);
    }

    /** The first difference from the templates as they are now is the one to look at. */
    private void waitOn(KeptBody kept, String reason) {
        if (!kept.incoming().quarantined().equals(Optional.of(reason))) {
            ledger.write(session -> {
                session.bodies().keepWaiting(kept.id(), reason);
                return kept.id();
            });
        }
    }

    /**
     * Ends the waiting of a body that nobody needs, such as a test's. It stays on record, with who discarded it and why.
     *
     * @param by who does that, for the record
     * @param why the reason, for the record
     * @return {@code false} if no such body waits
     */
    public boolean discard(long id, Operator by, String why) {
        if (why.isBlank()) {
            throw new IllegalArgumentException("say why the body is discarded: it is kept on record");
        }
        return ledger.<Boolean>write(session -> {
            Optional<KeptBody> kept = session.bodies().quarantined(id);
            if (kept.isEmpty() || !session.bodies().discard(id, shortened(why))) {
                return false;
            }
            String source = kept.get().incoming().source();
            session.audit().operator(by, "discard from quarantine", source + " body " + id, shortened(why));
            announcer.after(
                    session,
                    new JitChange.BodyDiscarded(session.now(), tenantOf(source), source, by.name(), shortened(why)));
            return true;
        });
    }

    /** {@link #discard(long, Operator, String)} for a program. */
    public boolean discard(long id, String by, String why) {
        return discard(id, Operator.inCode(by), why);
    }

    private String tenantOf(String source) {
        WebhookSource known = sources.get(source);
        return known == null ? "" : known.tenantId();
    }

    private static String shortened(String text) {
        return text.length() <= LONGEST_REMARK ? text : text.substring(0, LONGEST_REMARK);
    }
}
