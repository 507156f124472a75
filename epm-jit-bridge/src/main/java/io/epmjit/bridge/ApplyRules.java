package io.epmjit.bridge;

import io.epmjit.client.EpmClient;
import io.epmjit.decision.DecisionDesk;
import io.epmjit.decision.DecisionProposal;
import io.epmjit.decision.DecisionRules;
import io.epmjit.decision.DecisionRules.Finding;
import io.epmjit.decision.DecisionVerdict;
import io.epmjit.ledger.EffectCall;
import io.epmjit.ledger.Outcome;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;

/** Asks EPM about a new request, and the rules about what EPM says; what they decide goes the way of every decision. */
final class ApplyRules extends EpmCalls {

    private final SubmittedDecisions decisions;
    private final DecisionRules rules;
    private final Supplier<DecisionDesk> desk;

    ApplyRules(
            EpmClient epm,
            SubmittedDecisions decisions,
            Announcer announcer,
            InstantSource clock,
            DecisionRules rules,
            Supplier<DecisionDesk> desk) {
        super(epm, announcer, clock);
        this.decisions = decisions;
        this.rules = rules;
        this.desk = desk;
    }

    @Override
    public Outcome perform(EffectCall call) {
        Reading reading = read(call);
        if (!reading.isPending()) {
            return Outcome.done();
        }
        Optional<Finding> finding = rules.on(reading.state());
        if (finding.isEmpty()) {
            return Outcome.done();
        }
        DecisionProposal proposal =
                DecisionProposal.of(finding.get(), Requests.of(call.origin()), Requests.tenant(call.origin()));
        if (rules.isDryRun()) {
            return noted(
                    call,
                    "rule " + finding.get().rule() + " would have said: "
                            + finding.get().opinion() + ". Nothing was decided: the rules are only tried out.");
        }
        DecisionVerdict verdict = desk.get().submit(proposal);
        return verdict.refusal().isPresent()
                ? noted(
                        call,
                        "rule " + finding.get().rule() + " wanted to "
                                + finding.get().opinion() + ". The policy refused: " + verdict.message())
                : Outcome.done();
    }

    private Outcome noted(EffectCall call, String what) {
        return Outcome.done().also(session -> decisions.ruleSpoke(session, call.origin(), what));
    }

    /** Asking changes nothing at EPM, so it is simply done again; a decision made before is told by the desk. */
    @Override
    public Outcome look(EffectCall call) {
        return Outcome.absent();
    }
}
