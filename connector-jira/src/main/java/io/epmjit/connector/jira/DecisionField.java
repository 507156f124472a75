package io.epmjit.connector.jira;

import io.epmjit.connector.DecisionParticular;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * Which field of an issue takes which particular of a decision: {@code DecisionTime=customfield_10020}, or the field's name,
 * in the language of the account: {@code DecisionTime=Decided at}.
 *
 * @param particular what EPM says
 * @param field the field's id or its name
 */
public record DecisionField(DecisionParticular particular, String field) {

    /** @throws IllegalArgumentException if no field is named */
    public DecisionField {
        if (field.isBlank()) {
            throw new IllegalArgumentException("the id or the name of a field has to follow " + particular + "=");
        }
    }

    /**
     * Reads what is written in settings.
     *
     * @throws IllegalArgumentException unless it is the name of a particular, an equals sign and a field
     */
    public static DecisionField of(String text) {
        String[] parts = text.split("=", 2);
        DecisionParticular particular = DecisionParticular.named(parts[0].strip())
                .filter(known -> parts.length == 2)
                .orElseThrow(() -> new IllegalArgumentException("a field of the ticket is given to one of "
                        + Arrays.stream(DecisionParticular.values())
                                .map(DecisionParticular::label)
                                .collect(Collectors.joining(", "))
                        + ", such as in DecisionTime=customfield_10020"));
        return new DecisionField(particular, parts[1].strip());
    }

    /** As it is written in settings. */
    @Override
    public String toString() {
        return particular + "=" + field;
    }
}
