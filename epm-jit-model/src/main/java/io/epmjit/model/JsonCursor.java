package io.epmjit.model;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Walks through the bytes of JSON whose shape is known beforehand. It accepts nothing that a parser would not, and knows
 * what a parser does not tell without a price: where it is, and whether a string was written with a backslash.
 */
final class JsonCursor {

    private static final byte[] NULL = "null".getBytes(StandardCharsets.US_ASCII);
    private static final String ESCAPES = "\"\\/bfnrt";
    private static final String ESCAPED = "\"\\/\b\f\n\r\t";

    private final byte[] bytes;
    private int at;
    private boolean backslash;
    private @Nullable StringBuilder reused;

    JsonCursor(byte[] bytes, int start) {
        this.bytes = bytes;
        this.at = start;
    }

    /** Where it stands. */
    int offset() {
        return at;
    }

    /** Passes a punctuation mark, and white space before it; false, and only the white space, if another stands there. */
    boolean pass(char mark) {
        skipWhiteSpace();
        if (at == bytes.length || bytes[at] != mark) {
            return false;
        }
        at++;
        return true;
    }

    /** Passes {@code null}. */
    boolean passNull() {
        skipWhiteSpace();
        return passBytes(NULL);
    }

    /** Passes white space, and says whether that was all. */
    boolean isAtEnd() {
        skipWhiteSpace();
        return at == bytes.length;
    }

    void skipWhiteSpace() {
        while (at < bytes.length && Body.isWhiteSpace(bytes[at])) {
            at++;
        }
    }

    /** Passes exactly these bytes, or nothing. */
    boolean passBytes(byte[] wanted) {
        if (at + wanted.length > bytes.length) {
            return false;
        }
        if (!Arrays.equals(bytes, at, at + wanted.length, wanted, 0, wanted.length)) {
            return false;
        }
        at += wanted.length;
        return true;
    }

    /** Passes a string, and white space before it, and says what it means; null, and nothing, if there is no legal one. */
    @Nullable
    String string() {
        return string(null);
    }

    /** As {@link #string()}; what was expected is not made a second time. */
    @Nullable
    String string(@Nullable String expected) {
        skipWhiteSpace();
        backslash = false;
        if (at == bytes.length || bytes[at] != '"') {
            return null;
        }
        int end = ByteRuns.endOfPlain(bytes, at + 1);
        while (end < bytes.length && bytes[end] != '"') {
            if (bytes[end] != '\\') {
                return null;
            }
            backslash = true;
            end = ByteRuns.endOfPlain(bytes, end + 2);
        }
        if (end >= bytes.length) {
            return null;
        }
        String meant = backslash ? unescaped(at + 1, end) : text(at + 1, end, expected);
        at = meant == null ? at : end + 1;
        return meant;
    }

    /** Whether the string passed last was written with a backslash. */
    boolean hadBackslash() {
        return backslash;
    }

    private String text(int from, int to, @Nullable String expected) {
        return expected != null && isAscii(expected, from, to) ? expected : text(from, to);
    }

    /** Whether these bytes are that text, in ASCII. */
    private boolean isAscii(String expected, int from, int to) {
        boolean same = expected.length() == to - from;
        for (int i = from; same && i < to; i++) {
            same = bytes[i] == expected.charAt(i - from);
        }
        return same;
    }

    private String text(int from, int to) {
        return new String(bytes, from, to - from, StandardCharsets.UTF_8);
    }

    private @Nullable String unescaped(int from, int to) {
        StringBuilder meant = reused == null ? new StringBuilder() : reused;
        reused = meant;
        meant.setLength(0);
        int i = from;
        while (i < to) {
            int length = bytes[i] == '\\' ? appendEscaped(meant, i + 1, to) : appendPlain(meant, i, to);
            if (length == 0) {
                return null;
            }
            i += length;
        }
        return meant.toString();
    }

    /** Appends one ASCII character, or as many others as there are, and says how many bytes they have. */
    private int appendPlain(StringBuilder meant, int from, int to) {
        if (bytes[from] >= 0) {
            meant.append((char) bytes[from]);
            return 1;
        }
        int end = from;
        while (end < to && bytes[end] < 0) {
            end++;
        }
        meant.append(text(from, end));
        return end - from;
    }

    /** Appends what stands behind a backslash, and says how many bytes it has with it; 0 if it is not legal. */
    private int appendEscaped(StringBuilder meant, int from, int to) {
        int simple = ESCAPES.indexOf(bytes[from]);
        if (simple >= 0) {
            meant.append(ESCAPED.charAt(simple));
            return 2;
        }
        int unit = bytes[from] == 'u' ? hex(from + 1, to) : -1;
        if (unit < 0) {
            return 0;
        }
        meant.append((char) unit);
        return 6;
    }

    /** The number that four hexadecimal digits make, or -1. */
    private int hex(int from, int to) {
        if (from + 4 > to) {
            return -1;
        }
        int unit = 0;
        for (int i = from; i < from + 4; i++) {
            int digit = bytes[i] >= 0 ? Character.digit(bytes[i], 16) : -1;
            if (digit < 0) {
                return -1;
            }
            unit = unit << 4 | digit;
        }
        return unit;
    }
}
