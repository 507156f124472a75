package io.epmjit.ledger;

import java.time.Instant;
import java.util.Optional;
import org.immutables.value.Value;

/**
 * A change that is wanted in an outside system. Planning the same one (origin, target, key) twice plans it once.
 * Immutable.
 */
@Value.Immutable
public abstract class EffectPlan {

    EffectPlan() {}

    /**
     * An effect.
     *
     * @param target the outside system, such as a connector's id
     * @param action what is done there; names the {@link EffectHandler}
     * @param key what makes it one of a kind for its origin and target
     */
    public static EffectPlan of(String target, String action, String key) {
        return ImmutableEffectPlan.builder()
                .target(target)
                .action(action)
                .key(key)
                .build();
    }

    public abstract String target();

    public abstract String action();

    public abstract String key();

    /** What the handler needs to know beyond the origin; text, never a secret. */
    public abstract Optional<String> payload();

    /** Before when it is not begun; empty for at once. What is planned after it at the same target waits for it. */
    public abstract Optional<Instant> notBefore();

    /** The same effect, not begun before this moment. */
    public EffectPlan notBefore(Instant moment) {
        return ImmutableEffectPlan.builder().from(this).notBefore(moment).build();
    }

    /** The same effect, with something for its handler to know. */
    public EffectPlan withPayload(String text) {
        return ImmutableEffectPlan.builder().from(this).payload(text).build();
    }
}
