package io.epmjit.connector.jira;

import io.epmjit.connector.HostileText;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Fills a summary such as {@code EPM JIT Application Access Request - %%User%%}. */
final class SummaryTemplate {

    /** Jira takes no more, and no line breaks. */
    static final int LONGEST = 255;

    private static final Pattern PLACEHOLDER = Pattern.compile("%%([^%]*)%%");
    private static final String NOT_STATED = "(not stated)";

    private SummaryTemplate() {}

    static List<String> placeholdersOf(String template) {
        return PLACEHOLDER
                .matcher(template)
                .results()
                .map(found -> found.group(1))
                .distinct()
                .toList();
    }

    /** One line of at most 255 characters. A placeholder within a value stays as it is. */
    static String fill(String template, Map<String, String> values) {
        Map<String, String> byName = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        byName.putAll(values);
        String filled =
                PLACEHOLDER.matcher(template).replaceAll(found -> Matcher.quoteReplacement(valueOf(found, byName)));
        String line = HostileText.oneLine(filled);
        return line.length() <= LONGEST ? line : HostileText.first(LONGEST - 1, line) + "…";
    }

    private static String valueOf(MatchResult placeholder, Map<String, String> byName) {
        String value = byName.getOrDefault(placeholder.group(1), "");
        return value.isBlank() ? NOT_STATED : value;
    }
}
