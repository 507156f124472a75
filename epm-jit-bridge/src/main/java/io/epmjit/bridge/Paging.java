package io.epmjit.bridge;

import java.util.Optional;

/**
 * Which piece of a long list is wanted. Lists are read on from the last item that is known, never by counting, so that
 * what comes in meanwhile moves nothing. Immutable.
 */
public final class Paging {

    private static final int MOST = 200;

    private final String mark;
    private final int most;

    private Paging(String mark, int most) {
        if (most < 1 || most > MOST) {
            throw new IllegalArgumentException("a piece has 1 to " + MOST + " items");
        }
        this.mark = mark;
        this.most = most;
    }

    /** The beginning of the list: at most so many items, 1 to 200. */
    public static Paging first(int most) {
        return new Paging("", most);
    }

    /**
     * What follows a piece.
     *
     * @param mark what the piece said of it in {@link Slice#next()}
     */
    public static Paging after(String mark, int most) {
        return new Paging(mark, most);
    }

    int most() {
        return most;
    }

    /** One more than is wanted, to see whether there is more. */
    int mostAndOne() {
        return most + 1;
    }

    /** The number of the last item that is known, where a mark is that. */
    long numberOr(long beginning) {
        return mark.isEmpty() ? beginning : number(mark);
    }

    /** The two numbers of the last item that is known, where a mark is these; empty at the beginning. */
    Optional<long[]> numbers() {
        if (mark.isEmpty()) {
            return Optional.empty();
        }
        String[] parts = mark.split("-", 2);
        if (parts.length != 2) {
            throw unknown();
        }
        return Optional.of(new long[] {number(parts[0]), number(parts[1])});
    }

    private static long number(String text) {
        if (!text.matches("\\d{1,18}")) {
            throw unknown();
        }
        return Long.parseLong(text);
    }

    private static IllegalArgumentException unknown() {
        return new IllegalArgumentException("this is no mark that a list has given");
    }
}
