package io.epmjit.connector.jira;

import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which transition of a workflow to take: {@code id:31}, {@code name:Approve}, {@code status:Approved} (the status that
 * it leads to) or {@code category:done} (that status's category). Names are compared without regard to letter case; they
 * are in the language of the Jira account, which ids and categories are not. Immutable.
 */
public final class TransitionChoice {

    /** Any transition that ends the issue, whatever the language of the site. */
    public static final TransitionChoice DONE = new TransitionChoice(By.CATEGORY, "done");

    private static final Set<String> CATEGORIES = Set.of("new", "indeterminate", "done");

    /** What a transition is chosen by. */
    public enum By {
        ID,
        NAME,
        STATUS,
        CATEGORY
    }

    private final By by;
    private final String value;

    private TransitionChoice(By by, String value) {
        this.by = by;
        this.value = value;
    }

    /**
     * Reads a choice.
     *
     * @throws IllegalArgumentException unless it is {@code id:}, {@code name:}, {@code status:} or {@code category:} and
     *     something that fits
     */
    public static TransitionChoice of(String text) {
        int colon = text.indexOf(':');
        String kind = text.substring(0, Math.max(colon, 0)).strip();
        String value = text.substring(colon + 1).strip();
        By by = Arrays.stream(By.values())
                .filter(candidate -> candidate.name().equalsIgnoreCase(kind))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "a transition is chosen by id:, name:, status: or category:, such as status:Approved"));
        if (value.isEmpty()) {
            throw new IllegalArgumentException("something has to follow the colon, such as in status:Approved");
        }
        if (by == By.ID && !value.matches("\\d{1,18}")) {
            throw new IllegalArgumentException("the id of a transition is a number, such as in id:31");
        }
        if (by == By.CATEGORY && !CATEGORIES.contains(value.toLowerCase(Locale.ROOT))) {
            throw new IllegalArgumentException("a status category is one of "
                    + CATEGORIES.stream().sorted().collect(Collectors.joining(", ")));
        }
        return new TransitionChoice(by, by == By.CATEGORY ? value.toLowerCase(Locale.ROOT) : value);
    }

    public By by() {
        return by;
    }

    public String value() {
        return value;
    }

    boolean fits(JiraTransition transition) {
        return switch (by) {
            case ID -> value.equals(transition.id());
            case NAME -> value.equalsIgnoreCase(transition.name());
            case STATUS, CATEGORY -> isReachedIn(transition.to());
        };
    }

    /** Whether an issue in this status needs no transition any more, as far as the choice itself can tell. */
    boolean isReachedIn(JiraStatus status) {
        return switch (by) {
            case STATUS -> value.equalsIgnoreCase(status.name());
            case CATEGORY -> value.equals(status.category());
            case ID, NAME -> false;
        };
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof TransitionChoice that && by == that.by && value.equals(that.value);
    }

    @Override
    public int hashCode() {
        return Objects.hash(by, value);
    }

    /** The choice as it is written in settings. */
    @Override
    public String toString() {
        return by.name().toLowerCase(Locale.ROOT) + ":" + value;
    }
}
