package io.epmjit.bridge;

import io.epmjit.ledger.Body;
import io.epmjit.ledger.Incoming;
import io.epmjit.ledger.Ledger;
import io.epmjit.ledger.LedgerSession;
import io.epmjit.ledger.Origin;
import io.epmjit.ledger.OriginKey;
import io.epmjit.ledger.Sighting;
import io.epmjit.ledger.Tombstone;
import io.epmjit.model.AdminDecisionUpdated;
import io.epmjit.model.AdminTicketCreated;
import io.epmjit.model.ApplicationDecisionUpdated;
import io.epmjit.model.ApplicationTicketCreated;
import io.epmjit.model.DecisionStatus;
import io.epmjit.model.JitEvent;
import io.epmjit.model.JitEventType;
import io.epmjit.model.Placeholder;
import io.epmjit.model.UnknownJitEvent;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts what came in on record, with everything that follows from it, in one commit. */
final class Intake {

    private static final Logger log = LoggerFactory.getLogger(Intake.class);

    private final Ledger ledger;
    private final EpmFlow flow;
    private final Announcer announcer;
    private final InstantSource clock;

    Intake(Ledger ledger, EpmFlow flow, Announcer announcer, InstantSource clock) {
        this.ledger = ledger;
        this.flow = flow;
        this.announcer = announcer;
        this.clock = clock;
    }

    boolean hasRoom() {
        return ledger.hasRoom();
    }

    /** Records an event, and what follows from it. A repeated event follows nothing new. */
    void accept(Arrived arrived, JitEvent event) {
        ledger.write(session -> {
            OriginKey key = Requests.key(arrived.tenant(), event.request());
            Optional<Tombstone> buried = session.tombstones().find(key);
            return buried.isPresent()
                    ? late(session, arrived, event, buried.get())
                    : event.accept(new Recorder(session, arrived));
        });
    }

    /** A request that was removed does not come to life by what is said of it later, nor is that kept. */
    private long late(LedgerSession session, Arrived arrived, JitEvent event, Tombstone buried) {
        String what = event.type().map(JitEventType::name).orElse("unknown");
        log.warn(
                "{} is said of {}, which was {} and was removed at {}; nothing follows from it",
                what,
                event.request(),
                buried.state(),
                buried.buriedAt());
        announcer.after(
                session,
                new JitChange.LateEvent(clock.instant(), arrived.tenant(), event.request(), what, buried.state()));
        return 0;
    }

    /** Keeps a body that does not fit its source, for an administrator to look into. */
    void quarantine(Arrived arrived, String reason) {
        ledger.write(session -> quarantine(session, arrived, reason));
    }

    private long quarantine(LedgerSession session, Arrived arrived, String reason) {
        announcer.after(
                session, new JitChange.BodyQuarantined(clock.instant(), arrived.tenant(), arrived.source(), reason));
        return session.bodies().keep(incoming(arrived).quarantined(reason).build());
    }

    private Incoming.Builder incoming(Arrived arrived) {
        return Incoming.builder()
                .source(arrived.source())
                .event(arrived.event())
                .remoteAddress(arrived.remoteAddress())
                .receivedAt(clock.instant())
                .body(arrived.body());
    }

    /** What each kind of event means for the ledger; answers the number of the kept body. */
    private final class Recorder implements JitEvent.Visitor<Long> {

        private final LedgerSession session;
        private final Arrived arrived;

        Recorder(LedgerSession session, Arrived arrived) {
            this.session = session;
            this.arrived = arrived;
        }

        @Override
        public Long applicationTicketCreated(ApplicationTicketCreated event) {
            return created(event);
        }

        @Override
        public Long adminTicketCreated(AdminTicketCreated event) {
            return created(event);
        }

        @Override
        public Long applicationDecisionUpdated(ApplicationDecisionUpdated event) {
            return decided(event, event.decision());
        }

        @Override
        public Long adminDecisionUpdated(AdminDecisionUpdated event) {
            return decided(event, event.decision());
        }

        @Override
        public Long unknown(UnknownJitEvent event) {
            return quarantine(session, arrived, "the event is none that this version knows");
        }

        private long created(JitEvent event) {
            long incoming = session.bodies().keep(incoming(arrived).build());
            Origin origin = origin(event);
            session.bodies().attribute(incoming, origin);
            if (origin.details().isEmpty()) {
                session.origins()
                        .learnDetails(
                                origin,
                                Body.of(event.toJson().getBytes(StandardCharsets.UTF_8)),
                                Requests.requesters(event));
                flow.requested(session, session.origins().get(origin.id()));
            }
            return incoming;
        }

        private long decided(JitEvent event, DecisionStatus reported) {
            long incoming = session.bodies().keep(incoming(arrived).build());
            Origin origin = origin(event);
            session.bodies().attribute(incoming, origin);
            long report = session.sightings()
                    .learn(
                            origin,
                            Sighting.builder()
                                    .status(reported)
                                    .isVerified(false)
                                    .seenAt(clock.instant())
                                    .decidedBy(event.text(Placeholder.DECISION_PERFORMED_BY_USER))
                                    .duration(event.text(Placeholder.DURATION))
                                    .decidedAt(event.text(Placeholder.DECISION_TIME))
                                    .startsAt(event.text(Placeholder.START_TIME))
                                    .endsAt(event.text(Placeholder.END_TIME))
                                    .build());
            flow.reported(session, origin, incoming, report);
            return incoming;
        }

        private Origin origin(JitEvent event) {
            Origin origin = session.origins().of(Requests.key(arrived.tenant(), event.request()));
            event.ticketNumber()
                    .filter(number -> !session.origins().learnSecondId(origin, number))
                    .ifPresent(number -> log.warn(
                            "{} is said to be number {}, which belongs to another request; it is not taken over",
                            origin.key(),
                            number));
            return session.origins().get(origin.id());
        }
    }
}
