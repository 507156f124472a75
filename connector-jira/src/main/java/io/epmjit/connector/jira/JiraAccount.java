package io.epmjit.connector.jira;

import java.util.Optional;

/**
 * A person or a program that uses Jira.
 *
 * @param accountId Atlassian's own id, which never changes
 * @param displayName what people see
 * @param email the address, where the account lets others see it
 */
public record JiraAccount(String accountId, Optional<String> displayName, Optional<String> email) {

    static JiraAccount of(Json user) {
        return new JiraAccount(user.required("accountId"), user.text("displayName"), user.text("emailAddress"));
    }

    boolean isCalled(String name) {
        return accountId.equals(name)
                || displayName.filter(name::equalsIgnoreCase).isPresent()
                || email.filter(name::equalsIgnoreCase).isPresent();
    }
}
