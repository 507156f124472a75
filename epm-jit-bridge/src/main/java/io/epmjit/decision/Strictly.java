package io.epmjit.decision;

import java.util.Objects;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What somebody else's predicate says of a request; where it fails, the restriction that it is about holds. */
final class Strictly implements Predicate<DecisionCase> {

    private static final Logger log = LoggerFactory.getLogger(Strictly.class);

    private final Predicate<DecisionCase> which;

    Strictly(Predicate<DecisionCase> which) {
        this.which = Objects.requireNonNull(which, "which");
    }

    @Override
    public boolean test(DecisionCase about) {
        try {
            return which.test(about);
        } catch (RuntimeException e) {
            log.warn("A predicate of the decision policy failed on {}; its restriction holds", about.request(), e);
            return true;
        }
    }
}
