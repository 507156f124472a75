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
 * @param isInternal whether Jira says in so many words that customers of a service project do not see it
 * @param role the project role whose members alone see it, where it is restricted to one
 */
public record JiraComment(
        String id,
        Optional<JiraAccount> author,
        Instant created,
        String text,
        boolean isInternal,
        Optional<String> role) {

    static JiraComment of(Json comment) {
        Json author = comment.at("author");
        return new JiraComment(
                comment.required("id"),
                author.text("accountId").isPresent() ? Optional.of(JiraAccount.of(author)) : Optional.empty(),
                comment.time("created").orElseThrow(() -> new Json.UnexpectedShape("lacks the time \"created\"")),
                AdfText.of(comment.at("body")),
                comment.isFalse("jsdPublic"),
                roleOf(comment));
    }

    static Optional<String> roleOf(Json comment) {
        Json visibility = comment.at("visibility");
        return visibility.text("type").filter("role"::equals).flatMap(type -> visibility.text("value"));
    }

    boolean isFor(String thisRole) {
        return role.filter(thisRole::equalsIgnoreCase).isPresent();
    }
}
