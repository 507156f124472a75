package io.epmjit.connector.jira;

import java.time.Instant;
import java.util.Optional;

/** An issue with the fields that were asked for. Immutable. */
public final class JiraIssue {

    private final String id;
    private final String key;
    private final Json fields;

    private JiraIssue(String id, String key, Json fields) {
        this.id = id;
        this.key = key;
        this.fields = fields;
    }

    static JiraIssue of(Json issue) {
        return new JiraIssue(issue.required("id"), issue.required("key"), issue.at("fields"));
    }

    /** The number that never changes, also when the issue moves to another project. */
    public String id() {
        return id;
    }

    /** What people call it: {@code JIT-42}. */
    public String key() {
        return key;
    }

    /** A field that holds plain text; empty if it was not asked for, is not set or holds something else. */
    public Optional<String> text(String fieldId) {
        return fields.text(fieldId);
    }

    /** A field that holds a point in time, such as {@code created}. */
    public Optional<Instant> time(String fieldId) {
        return fields.time(fieldId);
    }

    /** A field that holds a person, such as {@code creator} or {@code assignee}. */
    public Optional<JiraAccount> account(String fieldId) {
        Json account = fields.at(fieldId);
        return account.text("accountId").isPresent() ? Optional.of(JiraAccount.of(account)) : Optional.empty();
    }

    /** The id of what a field refers to, such as {@code project} or {@code issuetype}. */
    public Optional<String> idOf(String fieldId) {
        return fields.at(fieldId).text("id");
    }

    /** Its status; {@link JiraStatus#UNKNOWN} unless the field {@code status} was asked for. */
    public JiraStatus status() {
        return JiraStatus.of(fields.at("status"));
    }

    @Override
    public String toString() {
        return key;
    }
}
