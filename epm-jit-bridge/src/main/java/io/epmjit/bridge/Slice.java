package io.epmjit.bridge;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/**
 * A piece of a long list. Immutable.
 *
 * @param items what is in it, in the list's order
 * @param next the mark to ask with for what follows, by {@link Paging#after}; empty at the end of the list
 * @param <T> what is listed
 */
public record Slice<T>(List<T> items, Optional<String> next) {

    public Slice {
        items = List.copyOf(items);
        Objects.requireNonNull(next, "next");
    }

    /** As much of what was found as was asked for. */
    static <T> Slice<T> of(List<T> found, Paging asked, Function<T, String> markOf) {
        if (found.size() <= asked.most()) {
            return new Slice<>(found, Optional.empty());
        }
        List<T> items = found.subList(0, asked.most());
        return new Slice<>(items, Optional.of(markOf.apply(items.get(items.size() - 1))));
    }

    <R> Slice<R> map(Function<T, R> item) {
        return new Slice<>(items.stream().map(item).toList(), next);
    }
}
