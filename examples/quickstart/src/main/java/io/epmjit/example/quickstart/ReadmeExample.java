package io.epmjit.example.quickstart;

import io.epmjit.model.AccessDuration;
import io.epmjit.model.Decision;

/** The README's example, here to be compiled. */
final class ReadmeExample {

    private ReadmeExample() {}

    static Decision decide() {
        // readme:start
        Decision decision = Decision.approve(AccessDuration.minutes(30))
                .by("a.lee")
                .reason("change CHG0042")
                .build();
        // readme:end
        return decision;
    }
}
