package io.epmjit.testkit.epm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.epmjit.testkit.server.ReceivedRequest;
import io.epmjit.testkit.server.Reply;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Cuts lists into pages, in either dialect, and wraps them in either way. Immutable. */
final class ListAnswer {

    private static final int LARGEST_PAGE = 200;

    private final Set<PagingDialect> dialects;
    private final ListShape shape;
    private final boolean ignoresPageNumber;
    private final int defaultPageSize;

    ListAnswer(Set<PagingDialect> dialects, ListShape shape, boolean ignoresPageNumber, int defaultPageSize) {
        this.dialects = dialects;
        this.shape = shape;
        this.ignoresPageNumber = ignoresPageNumber;
        this.defaultPageSize = defaultPageSize;
    }

    <T> Reply page(
            ReceivedRequest request,
            List<T> rows,
            Map<String, Function<T, String>> sortable,
            Function<T, ? extends JsonNode> render) {
        int size = number(request, "PageSize", defaultPageSize, LARGEST_PAGE);
        int asked = number(request, "PageNumber", 1, Integer.MAX_VALUE);
        int number = ignoresPageNumber ? 1 : asked;
        List<T> sorted = sorted(request, rows, sortable);
        long from = Math.min(sorted.size(), (number - 1L) * size);
        long to = Math.min(sorted.size(), from + size);
        ArrayNode data = Json.array();
        sorted.subList((int) from, (int) to).forEach(row -> data.add(render.apply(row)));
        int pages = (sorted.size() + size - 1) / size;
        return Json.reply(
                200,
                switch (shape) {
                    case BARE_ARRAY -> data;
                    case TOTAL_COUNT -> wrapped(data).put("totalCount", sorted.size());
                    case TOTAL_RECORD_COUNT ->
                        wrapped(data)
                                .put("pageNumber", number)
                                .put("pageSize", size)
                                .put("totalRecordCount", sorted.size())
                                .put("pageCount", pages);
                });
    }

    private static ObjectNode wrapped(ArrayNode data) {
        ObjectNode list = Json.object();
        list.set("data", data);
        return list;
    }

    private int number(ReceivedRequest request, String name, int byDefault, int largest) {
        Optional<String> text = Optional.empty();
        if (dialects.contains(PagingDialect.DOTTED)) {
            text = request.query("Pagination." + name);
        }
        if (text.isEmpty() && dialects.contains(PagingDialect.PLAIN)) {
            text = request.query(name);
        }
        if (text.isEmpty()) {
            return byDefault;
        }
        String digits = text.get();
        long value = digits.matches("\\d{1,9}") ? Long.parseLong(digits) : 0;
        if (value < 1 || value > largest) {
            throw Refusal.invalid("Pagination." + name, "The value '" + digits + "' is not valid for " + name + ".");
        }
        return (int) value;
    }

    private static <T> List<T> sorted(
            ReceivedRequest request, List<T> rows, Map<String, Function<T, String>> sortable) {
        Optional<String> by = request.query("Sorts[0].by");
        if (by.isEmpty()) {
            return rows;
        }
        Function<T, String> key = sortable.entrySet().stream()
                .filter(entry -> entry.getKey().equalsIgnoreCase(by.get()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElseThrow(() -> Refusal.invalid("Sorts[0].by", "The value '" + by.get() + "' is not valid."));
        Comparator<T> order = Comparator.comparing(key);
        String direction = request.query("Sorts[0].order").orElse("asc");
        if (!direction.equalsIgnoreCase("asc") && !direction.equalsIgnoreCase("desc")) {
            throw Refusal.invalid("Sorts[0].order", "The value '" + direction + "' is not valid.");
        }
        List<T> sorted = new ArrayList<>(rows);
        sorted.sort(direction.equalsIgnoreCase("desc") ? Collections.reverseOrder(order) : order);
        return sorted;
    }

    /** A filter parameter, in the long form or the short one. */
    static Optional<String> filter(ReceivedRequest request, String name) {
        return request.query("Filter." + name).or(() -> request.query(name));
    }

    /** Whether a row's value is what this filter asks for; without the filter every value is. */
    static boolean fits(ReceivedRequest request, String filter, String value) {
        return filter(request, filter).map(value::equalsIgnoreCase).orElse(true);
    }

    /**
     * Whether a time lies in what a date filter asks for: from the first date, to the second where there is one.
     */
    static boolean inDates(ReceivedRequest request, String name, Instant time) {
        List<String> dates = new ArrayList<>(request.queryAll("Filter." + name + ".Dates"));
        for (int i = 0; i < 2; i++) {
            dates.addAll(request.queryAll("Filter." + name + ".Dates[" + i + "]"));
        }
        if (dates.isEmpty()) {
            filter(request, name).ifPresent(dates::add);
        }
        List<Instant> bounds = new ArrayList<>();
        for (String date : dates) {
            bounds.add(EpmTimes.filterDate(date)
                    .orElseThrow(() -> Refusal.invalid(
                            "Filter." + name, "The value '" + date + "' is not valid for " + name + ".")));
        }
        return (bounds.isEmpty() || !time.isBefore(bounds.get(0)))
                && (bounds.size() < 2 || !time.isAfter(bounds.get(1)));
    }
}
