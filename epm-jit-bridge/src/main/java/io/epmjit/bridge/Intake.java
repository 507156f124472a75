package io.epmjit.bridge;

import io.epmjit.ledger.Body;
import io.epmjit.ledger.Incoming;
import io.epmjit.ledger.KeptBody;
import io.epmjit.ledger.Ledger;
import io.epmjit.ledger.LedgerException;
import io.epmjit.ledger.LedgerSession;
import io.epmjit.ledger.LedgerWork;
import io.epmjit.ledger.Origin;
import io.epmjit.ledger.OriginKey;
import io.epmjit.ledger.Sighting;
import io.epmjit.ledger.Tombstone;
import io.epmjit.model.AdminDecisionUpdated;
import io.epmjit.model.AdminTicketCreated;
import io.epmjit.model.ApplicationDecisionUpdated;
import io.epmjit.model.ApplicationTicketCreated;
import io.epmjit.model.Binding;
import io.epmjit.model.DecisionStatus;
import io.epmjit.model.JitEvent;
import io.epmjit.model.JitEventType;
import io.epmjit.model.Placeholder;
import io.epmjit.model.UnknownJitEvent;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts what came in on record, with everything that follows from it, in one commit. */
final class Intake {

    static final String UNKNOWN_EVENT = "the event is none that this version knows";

    private static final Logger log = LoggerFactory.getLogger(Intake.class);

    private final Ledger ledger;
    private final EpmFlow flow;
    private final Routes routes;
    private final Announcer announcer;
    private final InstantSource clock;
    private volatile Optional<Instant> failingSince = Optional.empty();

    Intake(Ledger ledger, EpmFlow flow, Routes routes, Announcer announcer, InstantSource clock) {
        this.ledger = ledger;
        this.flow = flow;
        this.routes = routes;
        this.announcer = announcer;
        this.clock = clock;
    }

    boolean hasRoom() {
        return ledger.hasRoom();
    }

    /** Since when nothing of what came in could be written down. */
    Optional<Instant> failingSince() {
        return failingSince;
    }

    /** Records an event, and what follows from it. A repeated event follows nothing new. */
    void accept(Arrived arrived, JitEvent event) {
        Optional<NewRequest> request = newRequest(arrived.tenant(), event);
        Incoming incoming = incoming(arrived).build();
        write(session -> {
            if (isLate(session, arrived.tenant(), event)) {
                return false;
            }
            event.accept(new Recorder(
                    session,
                    arrived.tenant(),
                    incoming.receivedAt(),
                    origin -> session.bodies().keep(incoming, origin),
                    request));
            return true;
        });
    }

    /** A request that was removed does not come to life by what is said of it later, nor is that kept. */
    private boolean isLate(LedgerSession session, String tenant, JitEvent event) {
        Optional<Tombstone> buried = session.tombstones().find(Requests.key(tenant, event.request()));
        buried.ifPresent(grave -> {
            String what = event.type().map(JitEventType::name).orElse("unknown");
            log.warn(
                    "{} is said of {}, which was {} and was removed at {}; nothing follows from it",
                    what,
                    event.request(),
                    grave.state(),
                    grave.buriedAt());
            announcer.after(
                    session, new JitChange.LateEvent(clock.instant(), tenant, event.request(), what, grave.state()));
        });
        return buried.isPresent();
    }

    /** Keeps a body that does not fit its source, for an administrator to look into. */
    void quarantine(Arrived arrived, String reason) {
        write(session -> {
            announcer.after(
                    session,
                    new JitChange.BodyQuarantined(clock.instant(), arrived.tenant(), arrived.source(), reason));
            return session.bodies().keep(incoming(arrived).quarantined(reason).build());
        });
    }

    /** Takes a body out of quarantine that is understood now; {@code false} if somebody else has done so. */
    boolean release(KeptBody kept, String tenant, JitEvent event) {
        Optional<NewRequest> request = newRequest(tenant, event);
        Instant receivedAt = kept.incoming().receivedAt();
        return ledger.<Boolean>write(session -> {
            if (!session.bodies().release(kept.id())) {
                return false;
            }
            if (isLate(session, tenant, event)) {
                return true;
            }
            event.accept(new Recorder(
                    session,
                    tenant,
                    receivedAt,
                    origin -> {
                        session.bodies().attribute(kept.id(), origin);
                        return kept.id();
                    },
                    request));
            announcer.after(
                    session,
                    new JitChange.BodyReleased(
                            clock.instant(), tenant, kept.incoming().source(), event.request()));
            return true;
        });
    }

    private <T> void write(LedgerWork<T> work) {
        try {
            ledger.write(work);
            failingSince = Optional.empty();
        } catch (LedgerException e) {
            failingSince = failingSince.or(() -> Optional.of(clock.instant()));
            throw e;
        }
    }

    /** What takes time, or is somebody else's code, is done before the transaction. */
    private Optional<NewRequest> newRequest(String tenant, JitEvent event) {
        return event.type().filter(JitEventType::isDecision).isPresent()
                ? Optional.empty()
                : Optional.of(new NewRequest(routes.of(tenant, event), Body.ofText(event.toJson())));
    }

    /**
     * A request that comes in, made ready to be written down.
     *
     * @param routing which tickets it gets
     * @param details what the webhook said, as the ledger keeps it
     */
    private record NewRequest(Routing routing, Body details) {}

    private Incoming.Builder incoming(Arrived arrived) {
        return Incoming.builder()
                .source(arrived.source())
                .event(arrived.event())
                .remoteAddress(arrived.remoteAddress())
                .receivedAt(clock.instant())
                .body(arrived.body());
    }

    /** What each kind of event means for the ledger; answers the origin that it is about. */
    private final class Recorder implements JitEvent.Visitor<Origin> {

        private final LedgerSession session;
        private final String tenant;
        private final Instant receivedAt;
        private final ToLongFunction<Origin> keeping;
        private final Optional<NewRequest> request;

        Recorder(
                LedgerSession session,
                String tenant,
                Instant receivedAt,
                ToLongFunction<Origin> keeping,
                Optional<NewRequest> request) {
            this.session = session;
            this.tenant = tenant;
            this.receivedAt = receivedAt;
            this.keeping = keeping;
            this.request = request;
        }

        @Override
        public Origin applicationTicketCreated(ApplicationTicketCreated event) {
            return created(event);
        }

        @Override
        public Origin adminTicketCreated(AdminTicketCreated event) {
            return created(event);
        }

        @Override
        public Origin applicationDecisionUpdated(ApplicationDecisionUpdated event) {
            return decided(event, event.decision());
        }

        @Override
        public Origin adminDecisionUpdated(AdminDecisionUpdated event) {
            return decided(event, event.decision());
        }

        @Override
        public Origin unknown(UnknownJitEvent event) {
            throw new IllegalArgumentException(UNKNOWN_EVENT);
        }

        private Origin created(JitEvent event) {
            NewRequest made = request.orElseThrow();
            Origin origin = open(event, made.details()).orElse(null);
            if (origin == null) {
                return createdOnceMore(event, made);
            }
            flow.requests().opened(session, origin, event, made.routing());
            if (event.ticketNumber().isEmpty()) {
                flow.identities().identify(session, origin, Optional.empty());
            }
            long unused = keeping.applyAsLong(origin);
            return origin;
        }

        private Optional<Origin> open(JitEvent event, Body details) {
            OriginKey key = Requests.key(tenant, event.request());
            List<String> requesters = Requests.requesters(event);
            return event.ticketNumber()
                    .map(number -> session.origins().open(key, number, details, requesters))
                    .orElseGet(() -> session.origins().open(key, details, requesters));
        }

        /** It is repeated, or news of the request came before the request. */
        private Origin createdOnceMore(JitEvent event, NewRequest made) {
            Origin origin = origin(event);
            long incoming = keeping.applyAsLong(origin);
            if (event.ticketNumber().isEmpty()) {
                flow.identities().identify(session, origin, Optional.empty());
            }
            if (wasFound(origin)) {
                flow.requests().detailed(session, origin, event);
            } else if (origin.details().isEmpty()) {
                session.origins().learnDetails(origin, made.details(), Requests.requesters(event));
                flow.requests().requested(session, session.origins().get(origin.id()), event, made.routing());
            } else if (event.binding() == Binding.DECLARED
                    && Requests.event(origin).binding() != Binding.DECLARED) {
                session.origins().correctDetails(origin, made.details(), Requests.requesters(event));
                flow.requests().bound(session, origin, incoming);
            }
            return origin;
        }

        private Origin decided(JitEvent event, DecisionStatus reported) {
            Origin origin = origin(event);
            long incoming = keeping.applyAsLong(origin);
            long report = session.sightings()
                    .learn(
                            origin,
                            Sighting.builder()
                                    .status(reported)
                                    .isVerified(false)
                                    .seenAt(receivedAt)
                                    .decidedBy(event.text(Placeholder.DECISION_PERFORMED_BY_USER))
                                    .duration(event.text(Placeholder.DURATION))
                                    .decidedAt(event.text(Placeholder.DECISION_TIME))
                                    .startsAt(event.text(Placeholder.START_TIME))
                                    .endsAt(event.text(Placeholder.END_TIME))
                                    .build());
            flow.sightings().reported(session, origin, incoming, report);
            return origin;
        }

        /** Whether EPM's own list spoke of it before its webhook came. */
        private boolean wasFound(Origin origin) {
            return origin.details().isPresent() && Requests.event(origin).binding() == Binding.LISTED;
        }

        /** A number that stands for another request is not taken over; EPM is asked whose it is. */
        private Origin origin(JitEvent event) {
            Origin origin = session.origins().of(Requests.key(tenant, event.request()));
            event.ticketNumber()
                    .filter(number -> !session.origins().learnSecondId(origin, number))
                    .ifPresent(number -> {
                        log.warn(
                                "{} is said to be number {}, which belongs to another request; EPM is asked",
                                origin.key(),
                                number);
                        flow.identities().identify(session, origin, Optional.of(number));
                    });
            return session.origins().get(origin.id());
        }
    }
}
