package io.epmjit.bridge;

import io.epmjit.ledger.Effect;
import io.epmjit.ledger.EffectPlan;
import io.epmjit.ledger.LedgerSession;
import io.epmjit.ledger.RecordedDecision;
import io.epmjit.ledger.Sighting;

/** What the effects of EPM's flow are called, where they go, and what they are about. */
final class EpmWork {

    static final String OPEN = "open";
    static final String RESOLVE = "resolve";
    static final String READ = "read";
    static final String IDENTIFY = "identify";
    static final String DECIDE = "decide";
    static final String APPLY_RULES = "rules";
    static final String EXPIRE = "expire";

    private EpmWork() {}

    /** The target of decisions sent to a tenant's EPM; no connector can have such a name. */
    static String decisionsAt(String tenant) {
        return "epm:" + tenant;
    }

    /** The target of questions to a tenant's EPM; apart from decisions, so that neither waits for the other. */
    static String questionsTo(String tenant) {
        return "epm-read:" + tenant;
    }

    /** The target of what is done here when its time has come. */
    static String timersOf(String tenant) {
        return "timer:" + tenant;
    }

    /** An effect about one decision or one sighting: its number makes it one of a kind, and tells its handler which. */
    static EffectPlan about(long subject, String target, String action) {
        return EffectPlan.of(target, action, action + ":" + subject).withPayload(Long.toString(subject));
    }

    /** The number of the decision or sighting that an effect is about. */
    static long subjectOf(Effect effect) {
        return Long.parseLong(effect.payload().orElseThrow());
    }

    static RecordedDecision decisionOf(LedgerSession session, Effect effect) {
        return session.decisions().get(subjectOf(effect));
    }

    static Sighting sightingOf(LedgerSession session, Effect effect) {
        return session.sightings().get(subjectOf(effect));
    }
}
