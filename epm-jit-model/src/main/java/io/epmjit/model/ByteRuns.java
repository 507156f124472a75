package io.epmjit.model;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * How far runs of bytes go in which nothing is to be done, eight bytes at a time. A word's bytes are looked at together:
 * the highest bit of each says whether it is one that ends the run, and is right for the first such byte.
 */
final class ByteRuns {

    private static final VarHandle WORDS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long EACH = 0x0101010101010101L;
    private static final long HIGHEST_BITS = 0x8080808080808080L;

    private ByteRuns() {}

    /** Where the first byte is that is not ASCII, or the end. */
    static int endOfAscii(byte[] bytes, int from) {
        int at = from;
        while (at <= bytes.length - Long.BYTES) {
            long found = word(bytes, at) & HIGHEST_BITS;
            if (found != 0) {
                return at + indexOfFirst(found);
            }
            at += Long.BYTES;
        }
        while (at < bytes.length && bytes[at] >= 0) {
            at++;
        }
        return at;
    }

    /** Where the first byte is that does not stand for itself in a JSON string, or the end. */
    static int endOfPlain(byte[] bytes, int from) {
        int at = from;
        while (at <= bytes.length - Long.BYTES) {
            long word = word(bytes, at);
            long found = below(' ', word) | equal('"', word) | equal('\\', word);
            if (found != 0) {
                return at + indexOfFirst(found);
            }
            at += Long.BYTES;
        }
        while (at < bytes.length && isPlain(bytes[at])) {
            at++;
        }
        return at;
    }

    private static boolean isPlain(byte b) {
        return b != '"' && b != '\\' && (b & 0xFF) >= ' ';
    }

    private static long word(byte[] bytes, int at) {
        return (long) WORDS.get(bytes, at);
    }

    /** Marks bytes below an ASCII character; a borrow can mark others, but only behind one that is rightly marked. */
    private static long below(char limit, long word) {
        return word - limit * EACH & ~word & HIGHEST_BITS;
    }

    private static long equal(char wanted, long word) {
        return below('\1', word ^ wanted * EACH);
    }

    private static int indexOfFirst(long marks) {
        return Long.numberOfTrailingZeros(marks) / Byte.SIZE;
    }
}
