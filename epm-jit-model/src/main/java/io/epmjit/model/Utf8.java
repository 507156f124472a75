package io.epmjit.model;

/**
 * Whether bytes are UTF-8, strictly (RFC 3629, section 4): no surrogates, nothing overlong, nothing beyond U+10FFFF. The
 * JDK's decoder says the same, but only by decoding into a buffer, and most bodies are decoded elsewhere.
 */
final class Utf8 {

    private Utf8() {}

    /** Where the bytes stop being UTF-8, or -1. */
    static int firstFault(byte[] bytes) {
        int at = ByteRuns.endOfAscii(bytes, 0);
        while (at < bytes.length) {
            int length = lengthOfSequence(bytes, at);
            if (length == 0) {
                return at;
            }
            at = ByteRuns.endOfAscii(bytes, at + length);
        }
        return -1;
    }

    /** How many bytes the character has that begins here, which is not ASCII; 0 if it is none. */
    private static int lengthOfSequence(byte[] bytes, int at) {
        int lead = bytes[at] & 0xFF;
        int length = lead < 0xC2 || lead > 0xF4 ? 0 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
        if (length == 0 || at + length > bytes.length) {
            return 0;
        }
        int second = bytes[at + 1] & 0xFF;
        int lowest = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
        int highest = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
        boolean legal = lowest <= second && second <= highest;
        for (int i = at + 2; i < at + length; i++) {
            legal &= (bytes[i] & 0xC0) == 0x80;
        }
        return legal ? length : 0;
    }
}
