package io.epmjit.web.internal;

/**
 * The form by which a request is decided, with what was typed into it so far.
 *
 * @param token its mark
 * @param decision {@code approve}, {@code deny}, or empty
 * @param duration {@code once}, {@code minutes}, {@code hours}, or empty
 * @param amount how many of them
 * @param reason why
 * @param choices what may be chosen
 */
public record DecisionForm(
        String token, String decision, String duration, String amount, String reason, Choices choices) {

    /**
     * What may be chosen.
     *
     * @param approve whether it may be approved, too
     * @param once whether once may be chosen
     * @param fewestMinutes the fewest minutes
     * @param mostMinutes the most minutes
     * @param mostHours the most hours
     * @param longestReason the most characters of a reason
     */
    public record Choices(
            boolean approve, boolean once, long fewestMinutes, long mostMinutes, long mostHours, int longestReason) {}
}
