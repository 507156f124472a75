package io.epmjit.connector.jira;

/** Conditions of Jira's query language, with what they compare quoted. */
final class Jql {

    private Jql() {}

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
