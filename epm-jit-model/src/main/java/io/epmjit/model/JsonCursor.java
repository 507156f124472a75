package io.epmjit.model;

import java.nio.charset.StandardCharsets;
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
        for (int i = 0; i < wanted.length; i++) {
            if (bytes[at + i] != wanted[i]) {
                return false;
            }
        }
        at += wanted.length;
        return true;
    }

    /** Passes a string, and white space before it, and says what it means; null, and nothing, if there is no legal one. */
    @Nullable
    String string() {
        skipWhiteSpace();
        backslash = false;
        if (at == bytes.length || bytes[at] != '"') {
            return null;
        }
        int end = at + 1;
        while (end < bytes.length && bytes[end] != '"') {
            if (bytes[end] >= 0 && bytes[end] < ' ') {
                return null;
            }
            if (bytes[end] == '\\') {
                backslash = true;
                end++;
            }
            end++;
        }
        if (end >= bytes.length) {
            return null;
        }
        String written = new String(bytes, at + 1, end - at - 1, StandardCharsets.UTF_8);
        String meant = backslash ? unescaped(written) : written;
        at = meant == null ? at : end + 1;
        return meant;
    }

    /** Whether the string passed last was written with a backslash. */
    boolean hadBackslash() {
        return backslash;
    }

    private @Nullable String unescaped(String written) {
        StringBuilder meant = reused == null ? new StringBuilder(written.length()) : reused;
        reused = meant;
        meant.setLength(0);
        int i = 0;
        while (i < written.length()) {
            char c = written.charAt(i++);
            if (c != '\\') {
                meant.append(c);
                continue;
            }
            char escape = written.charAt(i++);
            int simple = ESCAPES.indexOf(escape);
            int unit = escape == 'u' ? hex(written, i) : -1;
            if (simple >= 0) {
                meant.append(ESCAPED.charAt(simple));
            } else if (unit >= 0) {
                meant.append((char) unit);
                i += 4;
            } else {
                return null;
            }
        }
        return meant.toString();
    }

    /** The number that four hexadecimal digits make, or -1. */
    private static int hex(String text, int from) {
        if (from + 4 > text.length()) {
            return -1;
        }
        int unit = 0;
        for (int i = from; i < from + 4; i++) {
            char c = text.charAt(i);
            int digit = c < 128 ? Character.digit(c, 16) : -1;
            if (digit < 0) {
                return -1;
            }
            unit = unit << 4 | digit;
        }
        return unit;
    }
}
