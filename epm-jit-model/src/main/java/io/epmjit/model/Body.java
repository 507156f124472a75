package io.epmjit.model;

import io.epmjit.model.JitWebhookParseException.Reason;
import java.nio.charset.StandardCharsets;

/** The bytes of a webhook, proven to be UTF-8 and not too many; a byte-order mark is passed over. */
final class Body {

    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

    private final byte[] bytes;
    private final int start;

    private Body(byte[] bytes, int start) {
        this.bytes = bytes;
        this.start = start;
    }

    static Body of(byte[] bytes, int maxBytes) {
        if (bytes.length > maxBytes) {
            throw JitWebhookParseException.of(
                    Reason.TOO_LARGE, "a body may have " + maxBytes + " bytes, and this has " + bytes.length);
        }
        int fault = Utf8.firstFault(bytes);
        if (fault >= 0) {
            throw JitWebhookParseException.at(Reason.BAD_ENCODING, "this is not UTF-8", fault);
        }
        return new Body(bytes, hasByteOrderMark(bytes) ? BYTE_ORDER_MARK.length : 0);
    }

    private static boolean hasByteOrderMark(byte[] bytes) {
        return bytes.length >= BYTE_ORDER_MARK.length
                && bytes[0] == BYTE_ORDER_MARK[0]
                && bytes[1] == BYTE_ORDER_MARK[1]
                && bytes[2] == BYTE_ORDER_MARK[2];
    }

    byte[] bytes() {
        return bytes;
    }

    /** Where the text begins, behind a byte-order mark. */
    int start() {
        return start;
    }

    int end() {
        return bytes.length;
    }

    /** Whether there is a NUL anywhere, which JSON does not have. */
    boolean hasNul() {
        for (byte b : bytes) {
            if (b == 0) {
                return true;
            }
        }
        return false;
    }

    /** Where the first object may begin: at the first byte that is not white space. */
    int firstByte() {
        int i = start;
        while (i < bytes.length && isWhiteSpace(bytes[i])) {
            i++;
        }
        return i;
    }

    String text(int from, int to) {
        return new String(bytes, from, to - from, StandardCharsets.UTF_8);
    }

    /** White space as JSON has it. */
    static boolean isWhiteSpace(byte b) {
        return b == ' ' || b == '\n' || b == '\r' || b == '\t';
    }
}
