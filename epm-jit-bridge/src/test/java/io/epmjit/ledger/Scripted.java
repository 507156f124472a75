package io.epmjit.ledger;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** A handler that answers as a test wants, and writes down what it was asked and told. */
final class Scripted implements EffectHandler {

    final List<String> asked = new CopyOnWriteArrayList<>();
    private final Duration delay;
    private final Function<EffectCall, Outcome> performs;
    private final Function<EffectCall, Outcome> looks;
    private Function<EffectCall, Outcome> looksAgain = call -> Outcome.done();

    Scripted(Duration delay, Function<EffectCall, Outcome> performs, Function<EffectCall, Outcome> looks) {
        this.delay = delay;
        this.performs = performs;
        this.looks = looks;
    }

    Scripted lookingAgain(Function<EffectCall, Outcome> answer) {
        looksAgain = answer;
        return this;
    }

    @Override
    public Outcome perform(EffectCall call) {
        asked.add("perform");
        return performs.apply(call);
    }

    @Override
    public Outcome look(EffectCall call) {
        asked.add("look");
        return looks.apply(call);
    }

    @Override
    public boolean looksAgain() {
        return true;
    }

    @Override
    public Outcome lookAgain(EffectCall call) {
        asked.add("look again");
        return looksAgain.apply(call);
    }

    @Override
    public Duration consistencyDelay() {
        return delay;
    }

    @Override
    public void died(LedgerSession session, Origin origin, Effect effect, String why) {
        asked.add("died: " + why);
    }

    @Override
    public void overtaken(LedgerSession session, Origin origin, Effect effect, Outcome late) {
        asked.add("overtaken: " + late);
    }
}
