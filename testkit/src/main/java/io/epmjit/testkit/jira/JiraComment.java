package io.epmjit.testkit.jira;

import java.time.Instant;

/**
 * A comment as it stands in the tracker.
 *
 * @param author the account id of who wrote it
 * @param text what it says, without markup
 * @param isPublic whether the customer sees it; in a project without a service desk every comment that is not restricted
 *     to a role or group is public
 * @param bodyJson the document as JSON, in Atlassian Document Format
 */
public record JiraComment(String id, String author, Instant created, String text, boolean isPublic, String bodyJson) {

    /** Whether only the service desk's own people see it. */
    public boolean isInternal() {
        return !isPublic;
    }
}
