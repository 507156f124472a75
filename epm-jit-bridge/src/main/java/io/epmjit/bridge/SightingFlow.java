package io.epmjit.bridge;

import io.epmjit.ledger.DecisionState;
import io.epmjit.ledger.EffectPlan;
import io.epmjit.ledger.LedgerSession;
import io.epmjit.ledger.Origin;
import io.epmjit.ledger.RecordedDecision;
import io.epmjit.ledger.Sighting;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** What EPM says of a request, or is said to say, and what follows: its tickets close, and their end is awaited. */
final class SightingFlow {

    private final Trackers trackers;
    private final FollowUpSettings followUp;
    private final Announcer announcer;
    private final InstantSource clock;

    SightingFlow(Trackers trackers, FollowUpSettings followUp, Announcer announcer, InstantSource clock) {
        this.trackers = trackers;
        this.followUp = followUp;
        this.announcer = announcer;
        this.clock = clock;
    }

    /** Whether EPM itself was seen to call the request decided, or ended otherwise. */
    static boolean isOver(LedgerSession session, Origin origin) {
        return session.sightings()
                .verified(origin)
                .map(session.sightings()::get)
                .filter(said -> !said.status().isPending())
                .isPresent();
    }

    /** A webhook says that the request was decided: EPM is asked whether that is so. */
    void reported(LedgerSession session, Origin origin, long incomingId, long report) {
        ask(session, origin, Long.toString(incomingId), report);
    }

    /** EPM is asked whether a report is true, once for each occasion. */
    void ask(LedgerSession session, Origin origin, String occasion, long report) {
        session.effects()
                .plan(
                        origin,
                        EffectPlan.of(
                                        EpmWork.questionsTo(Requests.tenant(origin)),
                                        EpmWork.READ,
                                        EpmWork.READ + ":" + occasion)
                                .withPayload(Long.toString(report)));
    }

    /** EPM cannot be asked: what the webhook reported is noted as just that. */
    void unverifiable(LedgerSession session, Origin origin, long report) {
        if (!session.sightings().get(report).status().isPending()) {
            trackers.ticketsOf(session, origin).note(NoteKind.REPORTED, report);
        }
    }

    /** EPM was asked, and said this. */
    void sighted(LedgerSession session, Origin origin, Sighting said) {
        Optional<Long> before = session.sightings().verified(origin);
        long seen = session.sightings().learn(origin, said);
        if (before.filter(known -> known == seen).isEmpty()) {
            announcer.after(
                    session,
                    new JitChange.StatusSeen(
                            clock.instant(), Requests.tenant(origin), Requests.of(origin), said.status()));
            before.ifPresent(known -> compare(session, origin, known, said));
        }
        settleUnconfirmed(session, origin, said);
        if (!said.status().isPending()) {
            session.undecided().remove(origin);
        } else if (hasComeIn(session, origin)) {
            session.undecided().add(origin);
        }
        awaitTheEnd(session, origin, seen);
        trackers.ticketsOf(session, origin).close(seen);
    }

    /** The request itself has come in; news of it may come earlier. */
    private static boolean hasComeIn(LedgerSession session, Origin origin) {
        return session.origins().get(origin.id()).details().isPresent();
    }

    /**
     * Another decision than ours was seen, or told of by a webhook, and now EPM says ours: somebody decided between our
     * reading and the arrival of our decision, which took the place of theirs. Whoever that was must learn of it.
     */
    void compare(LedgerSession session, Origin origin, long seenBefore, Sighting said) {
        Sighting other = session.sightings().get(seenBefore);
        List<RecordedDecision> ours = session.decisions().of(origin);
        if (other.status().isDecided()
                && !other.agreesWith(said)
                && ours.stream().noneMatch(other::isOf)
                && ours.stream().anyMatch(said::isOf)) {
            trackers.ticketsOf(session, origin).note(NoteKind.OVERWRITTEN, seenBefore);
            announcer.after(
                    session,
                    new JitChange.DecisionOverwritten(
                            clock.instant(),
                            Requests.tenant(origin),
                            Requests.of(origin),
                            other.status(),
                            other.decidedBy()));
        }
    }

    /** What nobody could tell of an earlier decision shows in what EPM says now. */
    private static void settleUnconfirmed(LedgerSession session, Origin origin, Sighting said) {
        if (said.status().isPending()) {
            return;
        }
        List<RecordedDecision> all = session.decisions().of(origin);
        boolean wasRepeated = all.stream().anyMatch(decision -> decision.state().isInForce());
        for (RecordedDecision decision : all) {
            if (decision.state() == DecisionState.UNCONFIRMED) {
                session.decisions()
                        .settle(
                                decision,
                                said.isOf(decision) && !wasRepeated
                                        ? DecisionState.ACKNOWLEDGED
                                        : DecisionState.CONFLICT,
                                wasRepeated ? "another decision is in force" : "EPM was seen to say " + said.status());
            }
        }
    }

    /** Plans to tell when what was approved ends, where that is asked for and can be told. */
    private void awaitTheEnd(LedgerSession session, Origin origin, long seen) {
        if (!followUp.notesExpiry() || !isTheLatest(session, origin, seen)) {
            return;
        }
        String timers = EpmWork.timersOf(Requests.tenant(origin));
        session.effects().withdraw(origin, timers);
        Optional<Instant> end = session.sightings().get(seen).accessUntil();
        end.ifPresent(moment -> session.effects()
                .plan(
                        origin,
                        EffectPlan.of(timers, EpmWork.EXPIRE, EpmWork.EXPIRE + ":" + seen + ":" + moment.toEpochMilli())
                                .withPayload(Long.toString(seen))
                                .notBefore(moment)));
    }

    /** The time for which access was approved is over, unless something else has been said since. */
    void expired(LedgerSession session, Origin origin, long approval) {
        if (isTheLatest(session, origin, approval)) {
            trackers.ticketsOf(session, origin).note(NoteKind.EXPIRED, approval);
            announcer.after(
                    session,
                    new JitChange.AccessExpired(clock.instant(), Requests.tenant(origin), Requests.of(origin)));
        }
    }

    private static boolean isTheLatest(LedgerSession session, Origin origin, long seen) {
        return session.sightings()
                .verified(origin)
                .filter(latest -> latest == seen)
                .isPresent();
    }
}
