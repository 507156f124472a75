package io.epmjit.connector.jira;

import java.util.regex.Pattern;

/** Conditions of Jira's query language, with what they compare quoted. */
final class Jql {

    /** Longer than the longest of the words that Jira's text searches leave out ({@code there}; documented), or a number. */
    private static final Pattern WORD = Pattern.compile("\\p{Alpha}{6}|\\d");

    private Jql() {}

    /**
     * Whether a search for this text looks for anything: Jira forgets punctuation and little words such as {@code or}, and
     * finds nothing where nothing is left.
     */
    static boolean isSearchable(String text) {
        return WORD.matcher(text).find();
    }

    /**
     * A text field contains these words next to each other. Text fields know no other comparison, so the result may
     * hold more than the words.
     */
    static String fieldHasPhrase(String customFieldId, String words) {
        String number = customFieldId.substring("customfield_".length());
        return "cf[" + number + "] ~ " + quoted(quoted(words));
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
