package io.epmjit.model;

import java.util.Optional;

/**
 * An event whose type this version does not know. Everything in it is readable by {@link #extra()}; what it means is for
 * somebody to find out. Its {@link #binding()} is {@link Binding#NONE}, and the kind of its {@link #request()} is told
 * from its fields. Immutable.
 */
public final class UnknownJitEvent extends JitEvent {

    UnknownJitEvent(EventFields fields, RequestKind kind) {
        super(fields, kind);
    }

    @Override
    public Optional<JitEventType> type() {
        return Optional.empty();
    }

    @Override
    public <T> T accept(Visitor<T> visitor) {
        return visitor.unknown(this);
    }
}
