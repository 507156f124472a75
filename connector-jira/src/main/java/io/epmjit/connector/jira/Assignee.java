package io.epmjit.connector.jira;

import io.epmjit.http.CallOptions;
import io.epmjit.http.ResponseException.Forbidden;
import io.epmjit.http.ResponseException.InvalidRequest;
import io.epmjit.http.ResponseException.NotFound;
import java.util.List;
import java.util.Optional;

/** Finds the one person whom a setting names. */
final class Assignee {

    private Assignee() {}

    /** The person with exactly this name, address or account id; empty if there is none, or more than one. */
    static Optional<JiraAccount> find(JiraClient jira, String projectKey, String name, CallOptions options) {
        try {
            List<JiraAccount> called = jira.assignable(projectKey, name, options).stream()
                    .filter(person -> person.isCalled(name))
                    .toList();
            return called.size() == 1 ? Optional.of(called.get(0)) : Optional.empty();
        } catch (Forbidden | NotFound | InvalidRequest e) {
            return Optional.empty();
        }
    }
}
