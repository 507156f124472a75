package io.epmjit.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where the texts of a body stand: one cell for each place, with its JSON pointer and the placeholder that it answers.
 * Of several cells with the same placeholder the one nearest to the top is the placeholder's own; the others stay
 * readable by their pointers.
 */
@SuppressWarnings("EnumOrdinal") // every accessor asks here, and the numbers stay within this class
final class Layout {

    private static final int NONE = -1;

    private final List<Cell> cells;
    private final int[] cellOf = new int[Placeholder.values().length];

    private Layout(List<Cell> cells) {
        this.cells = List.copyOf(cells);
        Arrays.fill(cellOf, NONE);
        for (int index = 0; index < cells.size(); index++) {
            Placeholder placeholder = cells.get(index).placeholder();
            if (placeholder != null && isNearerToTheTop(index, cellOf(placeholder))) {
                cellOf[placeholder.ordinal()] = index;
            }
        }
    }

    private boolean isNearerToTheTop(int index, int known) {
        return known == NONE || cells.get(index).depth() < cells.get(known).depth();
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
        return cellOf[placeholder.ordinal()];
    }
}
