package io.epmjit.testkit.jira;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * A comment as Jira keeps it.
 *
 * @param text what was written through the service desk API, as it was sent; else the document without markup
 * @param role the project role that alone may read it
 * @param internal whether it was marked as a note among the service desk's people
 */
record Comment(
        String id,
        JiraAccount author,
        Instant created,
        JsonNode body,
        String text,
        Optional<String> role,
        boolean internal,
        Map<String, JsonNode> properties) {

    /** Whether everybody who sees the issue sees it; the mark means something in a service desk only. */
    boolean isPublic(JiraProject project) {
        return role.isEmpty() && !(internal && project.isServiceDesk());
    }

    JiraComment snapshot(JiraProject project) {
        return new JiraComment(id, author.accountId(), created, text, isPublic(project), body.toString());
    }
}
