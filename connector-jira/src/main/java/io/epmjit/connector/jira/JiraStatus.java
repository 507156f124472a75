package io.epmjit.connector.jira;

/**
 * The status of an issue.
 *
 * @param name in the language of the account that asked
 * @param category {@code new}, {@code indeterminate} or {@code done}; the same in every language
 */
public record JiraStatus(String name, String category) {

    /** What is not known; of no category, so neither active nor done. */
    public static final JiraStatus UNKNOWN = new JiraStatus("unknown", "");

    static JiraStatus of(Json status) {
        return status.text("name")
                .map(name -> new JiraStatus(
                        name, status.at("statusCategory").text("key").orElse(UNKNOWN.category())))
                .orElse(UNKNOWN);
    }

    boolean isOpen() {
        return category.equals("new") || category.equals("indeterminate");
    }

    boolean isDone() {
        return category.equals("done");
    }
}
