package io.epmjit.bridge;

import io.epmjit.ledger.Incoming;
import io.epmjit.ledger.KeptBody;
import java.time.Instant;
import java.util.Optional;

/** An authentic body that does not fit its source, and waits. Immutable; its {@code toString} holds nothing of the body. */
public final class QuarantinedBody {

    private final KeptBody kept;

    QuarantinedBody(KeptBody kept) {
        this.kept = kept;
    }

    private Incoming incoming() {
        return kept.incoming();
    }

    /** The ledger's number of it. */
    public long id() {
        return kept.id();
    }

    /** The source whose credential it carried. */
    public String source() {
        return incoming().source();
    }

    /** The event that its URL named. */
    public Optional<String> event() {
        return incoming().event();
    }

    public Optional<String> remoteAddress() {
        return incoming().remoteAddress();
    }

    public Instant receivedAt() {
        return incoming().receivedAt();
    }

    /** Where it differs first from what its source declares; holds none of the body's values. */
    public String reason() {
        return incoming().quarantined().orElse("");
    }

    /** How long it is, in bytes. */
    public int size() {
        return incoming().body().bytes().length;
    }

    /**
     * The body for an operator's eyes: at most {@value BodyText#LONGEST} characters, and nothing in it but letters, marks,
     * digits, punctuation, symbols, spaces and line ends; everything else shows as {@code \}{@code u....}. An end user may
     * have written it: escape it where it enters another language, such as HTML.
     */
    public String text() {
        return BodyText.of(incoming().body());
    }

    @Override
    public String toString() {
        return "body " + id() + " for " + source() + ", received at " + receivedAt() + ": " + reason();
    }
}
