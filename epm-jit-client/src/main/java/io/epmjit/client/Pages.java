package io.epmjit.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.epmjit.client.EpmApiDialect.Name;
import io.epmjit.client.EpmApiDialect.Paging;
import io.epmjit.http.ApiRequest;
import io.epmjit.http.ApiResponse;
import io.epmjit.http.CallOptions;
import io.epmjit.http.HttpPipeline;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a paged list, page after page as they are asked for. Trusts no single name: it ends on an empty page or on
 * the total, under whichever name that comes; never on a short page, since a server that ignored the size sends its own.
 * When a server sends the same page again, it did not understand the page number: the other name is tried, and if that
 * does not help either, the end is reached only if the total agrees.
 */
final class Pages implements Iterator<JsonNode> {

    /** Two million rows of EPM's largest pages: whoever sends more, sends them for ever. */
    private static final int MOST_PAGES = 10_000;

    private final HttpPipeline pipeline;
    private final String path;
    private final List<Map.Entry<String, String>> filter;
    private final EpmApiDialect dialect;
    private final CallOptions options;
    private final Queue<JsonNode> rows = new ArrayDeque<>();
    private Set<JsonNode> lastPage = Set.of();
    private Set<JsonNode> handedOut = Set.of();
    private int way;
    private int nextPage = 1;
    private long seen;
    private boolean finished;

    private Pages(
            HttpPipeline pipeline,
            String path,
            List<Map.Entry<String, String>> filter,
            EpmApiDialect dialect,
            CallOptions options) {
        this.pipeline = pipeline;
        this.path = path;
        this.filter = filter;
        this.dialect = dialect;
        this.options = options;
    }

    static Stream<JsonNode> stream(
            HttpPipeline pipeline,
            String path,
            List<Map.Entry<String, String>> filter,
            EpmApiDialect dialect,
            CallOptions options) {
        Pages pages = new Pages(pipeline, path, filter, dialect, options);
        return StreamSupport.stream(Spliterators.spliteratorUnknownSize(pages, 0), false);
    }

    @Override
    public boolean hasNext() {
        while (rows.isEmpty() && !finished) {
            fetch();
        }
        return !rows.isEmpty();
    }

    @Override
    public JsonNode next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        return rows.remove();
    }

    private void fetch() {
        ApiRequest request = request();
        ApiResponse answer = pipeline.execute(request, options);
        JsonNode page = Json.of(pipeline, request, answer);
        JsonNode data = rows(page, dialect)
                .orElseThrow(() -> pipeline.unusable(request, answer, "is no page of a list: it has no data"));
        Set<JsonNode> present = new HashSet<>();
        data.forEach(present::add);
        if (present.isEmpty()) {
            finished = true;
        } else if (nextPage > 1 && lastPage.containsAll(present)) {
            tryNextWay(request, answer, total(page));
        } else {
            data.forEach(row -> {
                if (!lastPage.contains(row)) {
                    seen++;
                    if (!handedOut.contains(row)) {
                        rows.add(row);
                    }
                }
            });
            lastPage = present;
            finished = isLast(page);
            requireAnEnd(request, answer);
            nextPage++;
        }
    }

    /** The rows of a page, bare or wrapped; empty if it is no page. */
    static Optional<JsonNode> rows(JsonNode page, EpmApiDialect dialect) {
        return Optional.ofNullable(page.isArray() ? page : member(page, dialect.name(Name.LIST_ROWS)))
                .filter(JsonNode::isArray);
    }

    private void tryNextWay(ApiRequest request, ApiResponse answer, long total) {
        if (nextPage == 2 && way + 1 < dialect.paging().size()) {
            way++;
            // The size was probably not understood either, so pages are cut elsewhere now: all is counted anew.
            handedOut = lastPage;
            lastPage = Set.of();
            seen = 0;
            nextPage = 1;
        } else if (total > seen) {
            throw pipeline.unusable(
                    request,
                    answer,
                    "is the same page as before, although the list has " + total + " rows and only " + seen
                            + " were read: the names of the paging parameters must be set in EpmApiDialect");
        } else {
            finished = true;
        }
    }

    private void requireAnEnd(ApiRequest request, ApiResponse answer) {
        if (!finished && nextPage == MOST_PAGES) {
            throw pipeline.unusable(
                    request, answer, "is page " + MOST_PAGES + " of a list that has no end: narrow it by a filter");
        }
    }

    private ApiRequest request() {
        Paging names = dialect.paging().get(way);
        ApiRequest.Builder request = ApiRequest.get(path)
                .query(names.pageNumberName(), Integer.toString(nextPage))
                .query(names.pageSizeName(), Integer.toString(dialect.pageSize()));
        filter.forEach(parameter -> request.query(parameter.getKey(), parameter.getValue()));
        return request.build();
    }

    private boolean isLast(JsonNode page) {
        if (page.isArray()) {
            return false; // says nothing of a total: ends on an empty or repeated page
        }
        JsonNode pages = member(page, dialect.name(Name.LIST_PAGES));
        long total = total(page);
        return (pages != null && pages.isNumber() && nextPage >= pages.asLong()) || (total >= 0 && seen >= total);
    }

    private long total(JsonNode page) {
        for (Name known : List.of(Name.LIST_TOTAL, Name.LIST_OTHER_TOTAL)) {
            JsonNode total = page.isArray() ? null : member(page, dialect.name(known));
            if (total != null && total.isNumber()) {
                return total.asLong();
            }
        }
        return -1;
    }

    private static @Nullable JsonNode member(JsonNode object, String name) {
        return object.properties().stream()
                .filter(member -> member.getKey().equalsIgnoreCase(name))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(null);
    }
}
