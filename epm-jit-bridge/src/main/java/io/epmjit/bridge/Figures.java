package io.epmjit.bridge;

import io.epmjit.ledger.Backlog;
import io.epmjit.ledger.Effect;
import io.epmjit.ledger.KeptBody;
import io.epmjit.ledger.LedgerSession;
import io.epmjit.ledger.Origin;
import io.epmjit.ledger.TargetHold;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What the ledger says of the work at one moment; every count ends at a limit, so that a great backlog does not slow down
 * whoever asks.
 *
 * @param backlogs what is unfinished, by target
 * @param givenUp what has been given up, by target
 * @param holds which targets are left alone, and why
 * @param quarantined how many bodies wait in quarantine
 * @param firstQuarantined the oldest of them
 * @param held how many requests are held since no route takes them
 * @param firstHeld the oldest of them
 * @param undecided how many requests nobody has decided yet
 * @param oldestUndecided since when the oldest of them waits
 */
record Figures(
        List<Backlog> backlogs,
        List<GivenUp> givenUp,
        List<TargetHold> holds,
        int quarantined,
        Optional<KeptBody> firstQuarantined,
        int held,
        Optional<Origin> firstHeld,
        int undecided,
        Optional<Instant> oldestUndecided) {

    static final int COUNT_LIMIT = 20_000;

    /**
     * What has been given up at a target.
     *
     * @param target the outside system
     * @param count how much
     * @param last the newest of it
     */
    record GivenUp(String target, int count, Optional<Effect> last) {}

    static Figures read(LedgerSession session, Set<String> targets) {
        List<Backlog> backlogs = new ArrayList<>();
        List<GivenUp> givenUp = new ArrayList<>();
        for (String target : targets) {
            backlogs.add(session.effects().backlog(target, COUNT_LIMIT));
            givenUp.add(new GivenUp(
                    target,
                    session.effects().countGivenUp(target, COUNT_LIMIT),
                    session.effects().lastGivenUp(target)));
        }
        return new Figures(
                List.copyOf(backlogs),
                List.copyOf(givenUp),
                session.holds().all(),
                session.bodies().quarantineSize(COUNT_LIMIT),
                session.bodies().quarantine(1).stream().findFirst(),
                session.origins().countHeld(COUNT_LIMIT),
                session.origins().held(0, 1).stream().findFirst(),
                session.undecided().count(COUNT_LIMIT),
                session.undecided().oldest());
    }

    boolean isHeld(String target) {
        return holds.stream().anyMatch(hold -> hold.target().equals(target));
    }

    /** A count of something for people, who should know where counting ended. */
    static String many(int count, String ofOne, String ofSeveral) {
        String number = count < COUNT_LIMIT ? Integer.toString(count) : "more than " + (COUNT_LIMIT - 1);
        return number + " " + (count == 1 ? ofOne : ofSeveral);
    }
}
