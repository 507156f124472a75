package io.epmjit.connector;

import java.util.Arrays;
import java.util.Optional;

/** What EPM says of a decision, by the names that EPM's own webhook templates have for it. */
public enum DecisionParticular {
    DECISION("Decision"),
    DECISION_TIME("DecisionTime"),
    DECISION_PERFORMED_BY_USER("DecisionPerformedByUser"),
    DURATION("Duration"),

    /** Of admin requests: when the session begins. */
    START_TIME("StartTime"),

    /** Of admin requests: when the session ends. */
    END_TIME("EndTime");

    private final String label;

    DecisionParticular(String label) {
        this.label = label;
    }

    /** The name in EPM's templates. */
    public String label() {
        return label;
    }

    /** The particular of that name, in letters of whatever case. */
    public static Optional<DecisionParticular> named(String label) {
        return Arrays.stream(values())
                .filter(particular -> particular.label.equalsIgnoreCase(label))
                .findFirst();
    }

    @Override
    public String toString() {
        return label;
    }
}
