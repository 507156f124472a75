package io.epmjit.ledger;

import io.epmjit.model.Decision;
import io.epmjit.model.TicketRef;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The ledger within one transaction: everything done here is there together, or not at all. Belongs to the thread that
 * runs the {@link LedgerWork}, and must not be kept.
 */
public abstract class LedgerSession {

    LedgerSession() {}

    /** Keeps a body as it came, with the origin that it speaks of once that is known. Answers the record's number. */
    public abstract long keep(Incoming incoming);

    /** Notes which origin a kept body speaks of. */
    public abstract void attribute(long incomingId, Origin origin);

    /** The bodies that wait in quarantine, the oldest first, at most this many. */
    public abstract List<KeptBody> quarantine(int most);

    /** The origin of that key, made now if it is new. */
    public abstract Origin originOf(OriginKey key, Instant now);

    public abstract Optional<Origin> findOrigin(OriginKey key);

    public abstract Origin origin(long id);

    /** All origins with this kind and id, of any system. */
    public abstract List<Origin> findOrigins(String kind, String id);

    /** Notes the second name of an origin; {@code false} if it has another one, or another origin has this one. */
    public abstract boolean learnSecondId(Origin origin, String secondId);

    /** Notes what the source said when the origin began; the first account stands. */
    public abstract void learnDetails(Origin origin, Body details);

    /**
     * Notes what the source was seen to say, and answers the number under which it stands: a new one if it says something
     * new, the one before if it only adds particulars to that, or is older.
     */
    public abstract long learn(Origin origin, Sighting sighting);

    public abstract Sighting sighting(long id);

    /** The number of the latest thing that the source itself said when it was asked. */
    public abstract Optional<Long> verified(Origin origin);

    /** The number of the latest thing that a webhook reported. */
    public abstract Optional<Long> reported(Origin origin);

    /** Plans an effect; {@code false} if it is planned already, or was. */
    public abstract boolean plan(Origin origin, EffectPlan plan, Instant now);

    /**
     * Plans again what has been given up at this target: to be looked for first, if its call may have gone out.
     *
     * @return how many effects
     */
    public abstract int revive(String target, Instant now);

    /** All effects of an origin, the oldest first. */
    public abstract List<Effect> effects(Origin origin);

    /** The ticket that an origin has at a target. */
    public abstract Optional<TicketRef> ticket(Origin origin, String target);

    /** The origins whose effects of this kind were done last before this moment, the newest first, at most this many. */
    public abstract List<Origin> newestDone(String target, String action, Instant before, int most);

    /** Records a decision; empty if one is in force: the first one wins. */
    public abstract Optional<RecordedDecision> decide(Origin origin, Decision decision, String wayIn, Instant now);

    public abstract RecordedDecision decision(long id);

    /** All decisions on an origin, the oldest first. */
    public abstract List<RecordedDecision> decisions(Origin origin);

    /**
     * Moves a decision on: from {@link DecisionState#ACCEPTED} anywhere, and from {@link DecisionState#UNCONFIRMED} to what
     * the source turned out to have. {@code false} if it has moved already.
     */
    public abstract boolean settle(RecordedDecision decision, DecisionState state, String explanation);

    /** Runs something once this transaction is committed, and not at all if it is not. It must not block. */
    public abstract void afterCommit(Runnable task);

    /** Takes effects of this target that are due, and whose turn it is, for this worker alone; counts the attempt. */
    abstract List<Claim> claim(String target, Instant now, int most, ClaimTerms terms);

    /** Checks that the claim still holds and records that its call goes out now, and when to look if no answer comes. */
    abstract boolean depart(Claim claim, Instant lookAt, Instant now);

    /** Writes the outcome of a claim; {@code false} if somebody else has claimed the effect meanwhile. */
    abstract boolean finish(Claim claim, Outcome outcome, Instant dueAt, Instant now);

    /** Makes what workers did not come back from due again: to be looked for, if its call may have gone out. */
    abstract int releaseLapsed(Instant now);

    /** Since when something has been due at this target. */
    abstract Optional<Instant> oldestDue(String target, Instant now);

    /** The targets at which something is unfinished. */
    abstract Set<String> waitingTargets();
}
