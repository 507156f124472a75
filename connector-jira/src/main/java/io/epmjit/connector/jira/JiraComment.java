package io.epmjit.connector.jira;

import java.time.Instant;
import java.util.Optional;

/**
 * A comment of an issue.
 *
 * @param id Jira's id
 * @param author who wrote it
 * @param created when
 * @param text what it says, without markup, a line for each line or block
 */
public record JiraComment(String id, Optional<JiraAccount> author, Instant created, String text) {

    static JiraComment of(Json comment) {
        Json author = comment.at("author");
        return new JiraComment(
                comment.required("id"),
                author.text("accountId").isPresent() ? Optional.of(JiraAccount.of(author)) : Optional.empty(),
                comment.time("created").orElseThrow(() -> new Json.UnexpectedShape("lacks the time \"created\"")),
                AdfText.of(comment.at("body")));
    }
}
