package io.epmjit.model;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where the texts of a body stand: one cell for each place, with its JSON pointer and the placeholder that it answers.
 * Of several cells with the same placeholder the one nearest to the top is the placeholder's own; the others stay
 * readable by their pointers.
 */
final class Layout {

    private final List<Cell> cells;
    private final Map<Placeholder, Integer> cellOf = new EnumMap<>(Placeholder.class);

    private Layout(List<Cell> cells) {
        this.cells = List.copyOf(cells);
        for (int index = 0; index < cells.size(); index++) {
            Placeholder placeholder = cells.get(index).placeholder();
            if (placeholder != null) {
                cellOf.merge(placeholder, index, this::nearerToTheTop);
            }
        }
    }

    private Integer nearerToTheTop(Integer known, Integer other) {
        return cells.get(known).depth() <= cells.get(other).depth() ? known : other;
    }

    /** One place in a body; {@code placeholder} is null for a literal or a key that nobody knows. */
    record Cell(String pointer, @Nullable Placeholder placeholder) {

        int depth() {
            return (int) pointer.chars().filter(c -> c == '/').count();
        }
    }

    /** Collects cells, in the order of the body. */
    static final class Builder {

        private final List<Cell> cells = new ArrayList<>();

        /** Adds a cell, and says its index. */
        int add(String pointer, @Nullable Placeholder placeholder) {
            cells.add(new Cell(pointer, placeholder));
            return cells.size() - 1;
        }

        Layout build() {
            return new Layout(cells);
        }
    }

    int size() {
        return cells.size();
    }

    Cell cell(int index) {
        return cells.get(index);
    }

    /** The cell of a placeholder, or -1. */
    int cellOf(Placeholder placeholder) {
        Integer cell = cellOf.get(placeholder);
        return cell == null ? -1 : cell;
    }
}
