package io.epmjit.testkit.github;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * An issue as it stood when it was asked for.
 *
 * @param author the login of who made it
 * @param body the Markdown as it was sent; empty if there is none
 * @param state {@code open} or {@code closed}
 * @param stateReason {@code completed}, {@code not_planned}, {@code duplicate} or {@code reopened}
 * @param comments the Markdown of each comment; whoever sees the issue sees them
 */
public record GitHubIssue(
        int number,
        String author,
        Instant created,
        Instant updated,
        String title,
        String body,
        List<String> labels,
        String state,
        Optional<String> stateReason,
        List<String> comments) {

    public GitHubIssue {
        labels = List.copyOf(labels);
        comments = List.copyOf(comments);
    }

    /** What people read of the body: comments and tags of HTML gone, the Markdown's signs too, code as it is. */
    public String readableBody() {
        return Markdown.of(body).text();
    }

    /** Who is notified because the body mentions them outside of code. */
    public List<String> mentions() {
        return Markdown.of(body).mentions();
    }
}
