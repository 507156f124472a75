package io.epmjit.connector.jira;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * One page of a longer answer. Jira counts pages by position, in searches by a token.
 *
 * @param items what is on it
 * @param total how many there are on all pages, where Jira says so
 * @param nextToken what to ask for the next page with, where there is one
 * @param hasMore whether Jira says that it is not the last one
 */
record Page<T>(List<T> items, Optional<Integer> total, Optional<String> nextToken, boolean hasMore) {

    /** An answer without its list is not an empty page. */
    static <T> Page<T> of(Json answer, String list, Function<Json, T> item) {
        if (!answer.at(list).isList()) {
            throw new Json.UnexpectedShape("lacks the list \"" + list + "\"");
        }
        // Some answers carry a token along with isLast: the token alone does not mean that there is more.
        return new Page<>(
                answer.at(list).elements().stream().map(item).toList(),
                answer.number("total"),
                answer.isTrue("isLast") ? Optional.empty() : answer.text("nextPageToken"),
                answer.isFalse("isLast"));
    }

    /** Whether there is no other page by position, once so many items have been read. Where Jira counts, its count counts. */
    boolean isLastAfter(int read) {
        return total.map(all -> read >= all).orElse(items.isEmpty());
    }
}
