package io.epmjit.connector.jira;

/**
 * The status of an issue.
 *
 * @param name in the language of the account that asked
 * @param category {@code new}, {@code indeterminate} or {@code done}; the same in every language
 */
public record JiraStatus(String name, String category) {

    static JiraStatus of(Json status) {
        return new JiraStatus(
                status.required("name"), status.at("statusCategory").required("key"));
    }

    boolean isDone() {
        return category.equals("done");
    }
}
