package io.epmjit.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ByteRunsTest {

    @Test
    void theFirstByteThatEndsARunIsFoundWhereverItStands() {
        for (int value = 0; value < 256; value++) {
            for (int place = 0; place < 20; place++) {
                byte[] bytes = "abcdefghijklmnopqrst".getBytes(StandardCharsets.US_ASCII);
                bytes[place] = (byte) value;
                boolean plain = value >= ' ' && value != '"' && value != '\\';
                assertThat(ByteRuns.endOfPlain(bytes, 0)).isEqualTo(plain ? bytes.length : place);
                assertThat(ByteRuns.endOfAscii(bytes, 0)).isEqualTo(value < 128 ? bytes.length : place);
            }
        }
    }

    @Test
    void whatStandsBehindTheFirstOneOrBeforeTheStartDoesNotMatter() {
        Random random = new Random(7);
        byte[] sharp = "\"\\!#[]\0\u001f \u007f~a\u00ff\u0080".getBytes(StandardCharsets.ISO_8859_1);
        for (int i = 0; i < 50_000; i++) {
            byte[] bytes = new byte[random.nextInt(30)];
            for (int place = 0; place < bytes.length; place++) {
                bytes[place] = sharp[random.nextInt(sharp.length)];
            }
            int from = random.nextInt(bytes.length + 3);
            int plain = from;
            while (plain < bytes.length
                    && (bytes[plain] & 0xFF) >= ' '
                    && bytes[plain] != '"'
                    && bytes[plain] != '\\') {
                plain++;
            }
            int ascii = from;
            while (ascii < bytes.length && bytes[ascii] >= 0) {
                ascii++;
            }
            assertThat(ByteRuns.endOfPlain(bytes, from)).isEqualTo(plain);
            assertThat(ByteRuns.endOfAscii(bytes, from)).isEqualTo(ascii);
        }
    }

    @Test
    void utf8IsJudgedAsTheJdkJudgesIt() {
        Random random = new Random(7);
        byte[] edges =
                "aaaa\0\u007f\u0080\u008f\u0090\u009f\u00a0\u00bf\u00c0\u00c1\u00c2\u00df\u00e0\u00e1\u00ed\u00ef\u00f0\u00f1\u00f4\u00f5\u00ff"
                        .getBytes(StandardCharsets.ISO_8859_1);
        for (int i = 0; i < 50_000; i++) {
            byte[] bytes = new byte[1 + random.nextInt(12)];
            for (int place = 0; place < bytes.length; place++) {
                bytes[place] = edges[random.nextInt(edges.length)];
            }
            assertThat(Utf8.firstFault(bytes) < 0)
                    .as(() -> HexFormat.of().formatHex(bytes))
                    .isEqualTo(isDecodable(bytes));
        }
    }

    private static boolean isDecodable(byte[] bytes) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException notUtf8) {
            return false;
        }
    }
}
