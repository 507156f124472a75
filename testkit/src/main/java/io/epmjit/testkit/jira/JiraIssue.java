package io.epmjit.testkit.jira;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An issue as it stood when it was asked for.
 *
 * @param creator the account id of who made it
 * @param assignee an account id
 * @param resolution the name of the resolution
 * @param texts every field that is a string or a document, as plain text, by field id; fields without a value are
 *     not there
 * @param json every field that has a value, as the JSON that was sent, by field id
 * @param properties entity properties, as JSON, by key
 * @param remoteLinks titles of links to other systems, by global id
 */
public record JiraIssue(
        String id,
        String key,
        String projectKey,
        String issueType,
        Instant created,
        String creator,
        String reporter,
        Optional<String> assignee,
        String status,
        StatusCategory statusCategory,
        Optional<String> resolution,
        List<String> labels,
        Map<String, String> texts,
        Map<String, String> json,
        Map<String, String> properties,
        Map<String, String> remoteLinks,
        List<JiraComment> comments,
        List<JiraStatusChange> statusHistory) {

    public String summary() {
        return texts.getOrDefault("summary", "");
    }

    /** A field's value without markup. */
    public Optional<String> text(String fieldId) {
        return Optional.ofNullable(texts.get(fieldId));
    }

    /** The description without markup; empty if there is none. */
    public String descriptionText() {
        return texts.getOrDefault("description", "");
    }

    /** The description as JSON, in Atlassian Document Format. */
    public Optional<String> descriptionJson() {
        return Optional.ofNullable(json.get("description"));
    }

    public List<JiraComment> internalNotes() {
        return comments.stream().filter(JiraComment::isInternal).toList();
    }

    public List<JiraComment> publicComments() {
        return comments.stream().filter(JiraComment::isPublic).toList();
    }
}
