package io.epmjit.ledger;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Who does what where. */
final class HandlerBook {

    /** Stands in where there is no handler, or no more use for one. */
    static final EffectHandler NOBODY = new EffectHandler() {
        @Override
        public Outcome perform(EffectCall call) {
            throw new IllegalStateException("nobody does this");
        }

        @Override
        public Outcome look(EffectCall call) {
            throw new IllegalStateException("nobody looks for this");
        }

        @Override
        public Duration consistencyDelay() {
            return Duration.ZERO;
        }
    };

    private final Map<String, Map<String, EffectHandler>> handlers = new HashMap<>();

    void add(String target, String action, EffectHandler handler) {
        Map<String, EffectHandler> actions = handlers.computeIfAbsent(target, unused -> new HashMap<>());
        if (actions.putIfAbsent(action, handler) != null) {
            throw new IllegalArgumentException("there is a handler for " + action + " at " + target + " already");
        }
    }

    Set<String> targets() {
        return handlers.keySet();
    }

    Optional<EffectHandler> handlerOf(Effect effect) {
        return Optional.ofNullable(
                handlers.getOrDefault(effect.target(), Map.of()).get(effect.action()));
    }
}
