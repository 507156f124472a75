package io.epmjit.testkit.github;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** An issue as it lies in the repository. */
final class Issue {

    final int number;
    final String author;
    final Instant created;
    final List<String> labels;
    final List<String> comments = new ArrayList<>();
    private final NavigableMap<Instant, String> bodies = new TreeMap<>();
    private String title;
    private String state = "open";
    private @Nullable String stateReason;
    private Instant updated;

    Issue(int number, String author, Instant now, String title, String body, List<String> labels) {
        this.number = number;
        this.author = author;
        this.created = now;
        this.updated = now;
        this.title = title;
        this.labels = List.copyOf(labels);
        bodies.put(now, body);
    }

    String title() {
        return title;
    }

    String body() {
        return bodies.lastEntry().getValue();
    }

    boolean isOpen() {
        return state.equals("open");
    }

    /** The body as a search knows it that has seen everything up to this moment; empty if it does not know the issue. */
    Optional<String> bodySeen(Instant upTo) {
        return Optional.ofNullable(bodies.floorEntry(upTo)).map(Map.Entry::getValue);
    }

    void retitle(String text, Instant now) {
        title = text;
        updated = now;
    }

    void rewrite(String text, Instant now) {
        bodies.put(now, text);
        updated = now;
    }

    void move(String newState, @Nullable String reason, Instant now) {
        state = newState;
        stateReason = reason;
        updated = now;
    }

    void comment(String text, Instant now) {
        comments.add(text);
        updated = now;
    }

    GitHubIssue snapshot() {
        return new GitHubIssue(
                number,
                author,
                created,
                updated,
                title,
                body(),
                labels,
                state,
                Optional.ofNullable(stateReason),
                comments);
    }

    /** @param repository where it is, without a slash at the end */
    ObjectNode json(URI repository) {
        ObjectNode json = GitHubJson.object();
        json.put("id", 3_000_000_000L + number);
        json.put("number", number);
        json.put("url", repository + "/issues/" + number);
        json.put("html_url", repository.toString().replace("/repos/", "/") + "/issues/" + number);
        json.put("title", title);
        json.put("body", body().isEmpty() ? null : body());
        json.put("state", state);
        json.put("state_reason", stateReason);
        json.set("user", user(author));
        ArrayNode shown = json.putArray("labels");
        labels.forEach(label -> shown.addObject().put("name", label));
        json.put("comments", comments.size());
        json.put("created_at", GitHubJson.time(created));
        json.put("updated_at", GitHubJson.time(updated));
        json.put("closed_at", isOpen() ? null : GitHubJson.time(updated));
        return json;
    }

    static ObjectNode user(String login) {
        return GitHubJson.object()
                .put("login", login)
                .put("id", login.hashCode() & 0x7fffffff)
                .put("type", "User");
    }
}
