package io.epmjit.testkit.jira;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.epmjit.testkit.jira.SearchIndex.Entry;
import io.epmjit.testkit.server.Reply;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** {@code /rest/api/3/search/jql}, and what is left of {@code /rest/api/3/search}. */
final class SearchResource {

    private static final String UNBOUNDED =
            "Unbounded JQL queries are not allowed here. Please add a search restriction to your query.";
    private static final Set<String> KNOWN_KEYS = Set.of(
            "jql",
            "nextPageToken",
            "maxResults",
            "fields",
            "expand",
            "properties",
            "fieldsByKeys",
            "failFast",
            "reconcileIssues");
    private static final int USUAL_PAGE = 50;
    private static final int LARGEST_PAGE = 5_000;
    /** How many issues a page holds at most when more than their ids and keys are asked for. */
    private static final int LARGEST_PAGE_WITH_FIELDS = 100;

    private static final int MOST_PROPERTIES = 5;
    private static final int MOST_RECONCILED = 50;
    private static final Duration TOKEN_LIFE = Duration.ofDays(7);

    private record Question(
            Optional<String> jql,
            Optional<String> token,
            int maxResults,
            List<String> fields,
            List<String> expand,
            List<String> properties,
            Set<String> reconciled) {}

    private final Site site;
    private final Render render;

    SearchResource(Site site, Render render) {
        this.site = site;
        this.render = render;
    }

    Reply removed() {
        return JiraRefusal.message(
                        410,
                        "The requested API has been removed. Please migrate to the /rest/api/3/search/jql API. A full migration "
                                + "guideline is available at https://developer.atlassian.com/changelog/#CHANGE-2046")
                .reply();
    }

    Reply get(Call call) {
        return answer(
                call,
                new Question(
                        call.query("jql"),
                        call.query("nextPageToken").filter(token -> !token.isEmpty()),
                        call.number("maxResults", USUAL_PAGE),
                        call.list("fields"),
                        call.list("expand"),
                        call.list("properties"),
                        new HashSet<>(call.list("reconcileIssues"))));
    }

    Reply post(Call call) {
        JsonNode body = call.body();
        for (String key : Json.names(body)) {
            if (!KNOWN_KEYS.contains(key)) {
                throw Call.unreadable();
            }
        }
        JsonNode maxResults = body.path("maxResults");
        if (!Json.isMissing(maxResults) && !maxResults.isIntegralNumber()) {
            throw Call.unreadable();
        }
        return answer(
                call,
                new Question(
                        string(body, "jql"),
                        string(body, "nextPageToken"),
                        maxResults.asInt(USUAL_PAGE),
                        strings(body, "fields"),
                        string(body, "expand")
                                .map(text -> List.of(text.split(",", -1)))
                                .orElse(List.of()),
                        strings(body, "properties"),
                        ids(body)));
    }

    private static Optional<String> string(JsonNode body, String key) {
        JsonNode value = body.path(key);
        if (Json.isMissing(value)) {
            return Optional.empty();
        }
        if (!value.isTextual()) {
            throw Call.unreadable();
        }
        return Optional.of(value.asText());
    }

    private static List<String> strings(JsonNode body, String key) {
        JsonNode value = body.path(key);
        List<String> strings = new ArrayList<>();
        if (!Json.isMissing(value) && !value.isArray()) {
            throw Call.unreadable();
        }
        for (JsonNode item : value) {
            if (!item.isTextual()) {
                throw Call.unreadable();
            }
            strings.add(item.asText());
        }
        return strings;
    }

    private static Set<String> ids(JsonNode body) {
        JsonNode value = body.path("reconcileIssues");
        Set<String> ids = new HashSet<>();
        if (!Json.isMissing(value) && !value.isArray()) {
            throw Call.unreadable();
        }
        for (JsonNode item : value) {
            if (!item.isIntegralNumber()) {
                throw Call.unreadable();
            }
            ids.add(item.asText());
        }
        return ids;
    }

    private Reply answer(Call call, Question question) {
        String jql = question.jql().orElseThrow(() -> JiraRefusal.badRequest(UNBOUNDED));
        int start = question.token().map(token -> readToken(token, jql)).orElse(0);
        if (question.maxResults() < 1 || question.maxResults() > LARGEST_PAGE) {
            throw JiraRefusal.badRequest("The maxResults must be between 1 and " + LARGEST_PAGE + ".");
        }
        if (question.properties().size() > MOST_PROPERTIES) {
            throw JiraRefusal.badRequest("At most " + MOST_PROPERTIES + " properties may be requested.");
        }
        if (question.reconciled().size() > MOST_RECONCILED) {
            throw JiraRefusal.badRequest("At most " + MOST_RECONCILED + " issues may be reconciled.");
        }
        List<Issue> found = find(call, jql, question.reconciled());
        boolean small = Set.of("id", "key").containsAll(question.fields());
        int size = small ? question.maxResults() : Math.min(question.maxResults(), LARGEST_PAGE_WITH_FIELDS);
        int end = Math.min(found.size(), start + size);
        ObjectNode answer = Json.object();
        List<ObjectNode> shown = new ArrayList<>();
        for (int i = Math.min(start, end); i < end; i++) {
            shown.add(shown(call, found.get(i), question));
        }
        answer.set("issues", Json.array(shown));
        boolean last = end >= found.size();
        if (!last) {
            answer.put("nextPageToken", token(end, jql));
        }
        answer.put("isLast", last);
        return Json.reply(200, answer);
    }

    private List<Issue> find(Call call, String jql, Set<String> reconciled) {
        Jql.Query query = Jql.parse(jql);
        JqlSearch search = new JqlSearch(site, call.caller(), site.now());
        Predicate<Entry> matching = search.matching(query.where().orElseThrow(() -> JiraRefusal.badRequest(UNBOUNDED)));
        Comparator<Entry> ordering = search.ordering(query.order());
        if (!call.may(JiraPermission.BROWSE_PROJECTS)) {
            return List.of();
        }
        return site.index().at(site.now(), reconciled).stream()
                .filter(matching)
                .sorted(ordering)
                .map(Entry::issue)
                .toList();
    }

    private ObjectNode shown(Call call, Issue issue, Question question) {
        List<String> asked = question.fields();
        if (asked.isEmpty() || asked.equals(List.of("id"))) {
            ObjectNode bare = Json.object().put("id", issue.id);
            return withProperties(bare, issue, question);
        }
        ObjectNode node = render.issue(issue);
        Set<String> chosen = render.chosen(asked, List.of("*navigable"), issue.project);
        chosen.removeAll(Set.of("id", "key"));
        if (!chosen.isEmpty()) {
            node.set("fields", render.fields(issue, chosen, call.caller()));
        }
        if (question.expand().contains("changelog")) {
            node.set("changelog", render.changelog(issue, call.caller()));
        }
        return withProperties(node, issue, question);
    }

    private ObjectNode withProperties(ObjectNode node, Issue issue, Question question) {
        if (!question.properties().isEmpty()) {
            node.set("properties", render.properties(issue, question.properties()));
        }
        return node;
    }

    private String token(int next, String jql) {
        String text = next + ":" + jql.hashCode() + ":" + site.now().toEpochMilli();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private int readToken(String token, String jql) {
        try {
            String[] parts = new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8).split(":", -1);
            Instant made = Instant.ofEpochMilli(Long.parseLong(parts[2]));
            if (Integer.parseInt(parts[1]) == jql.hashCode()
                    && !made.plus(TOKEN_LIFE).isBefore(site.now())) {
                return Integer.parseInt(parts[0]);
            }
        } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException notOurs) {
            // Refused below, as one that is too old.
        }
        throw JiraRefusal.badRequest("The provided next page token is invalid or expired.");
    }

    Reply approximateCount(Call call) {
        JsonNode body = call.body();
        if (body.size() > 1 || (body.size() == 1 && !body.has("jql"))) {
            throw Call.unreadable();
        }
        String jql = string(body, "jql").orElseThrow(() -> JiraRefusal.badRequest(UNBOUNDED));
        return Json.reply(
                200, Json.object().put("count", find(call, jql, Set.of()).size()));
    }
}
