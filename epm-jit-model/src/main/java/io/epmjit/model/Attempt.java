package io.epmjit.model;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What came of reading a body against one template: its texts, or why it does not fit. */
record Attempt(@Nullable Filling filling, @Nullable Misfit misfit) {

    static Attempt fits(Filling filling) {
        return new Attempt(filling, null);
    }

    static Attempt misfit(Misfit misfit) {
        return new Attempt(null, misfit);
    }

    /** Why it does not fit, where it is known not to. */
    Misfit requiredMisfit() {
        return Objects.requireNonNull(misfit, "misfit");
    }
}
