package io.epmjit.connector;

import java.util.regex.Pattern;

/**
 * The name of one configured connector, such as {@code jira} or {@code jira-emea}. It is stored with every ticket and
 * stands in URLs: choose it once and never change it.
 *
 * @param value 1 to 32 characters of {@code a-z 0-9 -}, the first a letter
 */
public record ConnectorId(String value) {

    private static final Pattern FORM = Pattern.compile("[a-z][a-z0-9-]{0,31}");

    /** @throws IllegalArgumentException unless it is 1 to 32 characters of {@code a-z 0-9 -} and begins with a letter */
    public ConnectorId {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    "a connector's id is 1 to 32 characters of a-z 0-9 - and begins with a letter, such as jira-emea");
        }
    }

    /** @throws IllegalArgumentException unless it is 1 to 32 characters of {@code a-z 0-9 -} and begins with a letter */
    public static ConnectorId of(String value) {
        return new ConnectorId(value);
    }

    @Override
    public String toString() {
        return value;
    }
}
