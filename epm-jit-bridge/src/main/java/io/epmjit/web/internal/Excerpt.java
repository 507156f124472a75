package io.epmjit.web.internal;

import io.epmjit.connector.HostileText;

/**
 * As much of a text that a user may have chosen as a page has room for. What cannot be seen in it shows.
 *
 * @param text the beginning, or all of it
 * @param more how many characters were left out
 */
public record Excerpt(String text, int more) {

    private static final int MARKUP = 5;
    private static final int ASCII = 0x80;

    /** The beginning of a text that takes at most so many bytes of HTML. */
    public static Excerpt of(String hostile, int bytes) {
        String visible = HostileText.lines(hostile);
        int room = bytes;
        int end = 0;
        while (end < visible.length() && room > 0) {
            room -= cost(visible.charAt(end));
            end++;
        }
        String beginning = HostileText.first(end, visible);
        return new Excerpt(beginning, visible.length() - beginning.length());
    }

    /** All of it. */
    public static Excerpt whole(String hostile) {
        return new Excerpt(HostileText.lines(hostile), 0);
    }

    private static int cost(char letter) {
        if (letter >= ASCII) {
            return 3;
        }
        return "<>&\"'".indexOf(letter) >= 0 ? MARKUP : 1;
    }
}
