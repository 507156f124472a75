package io.epmjit.connector;

import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The name of one configured connector, such as {@code jira} or {@code jira-emea}. It is stored with every ticket and
 * stands in URLs: choose it once and never change it. Immutable.
 */
public final class ConnectorId {

    private static final Pattern FORM = Pattern.compile("[a-z][a-z0-9-]{0,31}");

    private final String value;

    private ConnectorId(String value) {
        this.value = value;
    }

    /** @throws IllegalArgumentException unless it is 1 to 32 of {@code a-z 0-9 -} and begins with a letter */
    public static ConnectorId of(String value) {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    "a connector's id is 1 to 32 characters of a-z 0-9 - and begins with a letter, such as jira-emea");
        }
        return new ConnectorId(value);
    }

    public String value() {
        return value;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ConnectorId that && value.equals(that.value);
    }

    @Override
    public int hashCode() {
        return Objects.hash(value);
    }

    @Override
    public String toString() {
        return value;
    }
}
