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
        return fields.at(fieldId).isThere() ? Optional.of(JiraAccount.of(fields.at(fieldId))) : Optional.empty();
    }

    /** Its status, if the field {@code status} was asked for. */
    public Optional<JiraStatus> status() {
        return fields.at("status").isThere() ? Optional.of(JiraStatus.of(fields.at("status"))) : Optional.empty();
    }

    @Override
    public String toString() {
        return key;
    }
}
