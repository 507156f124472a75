package io.epmjit.testkit.server;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import mockwebserver3.MockResponseBody;
import okio.BufferedSink;

/**
 * Something that goes wrong with one call; switched on with {@link Faults}. Each says whether the call's work is done,
 * since that is what a client cannot know. Immutable, can be used many times.
 *
 * <p>For a connection that is refused see {@link FakeServer#goDown()}: it fails before there is a call to choose.
 */
public final class Fault {

    private static final int GZIP_BOMB_BYTES = 256 * 1024 * 1024;

    private final String name;
    private final Consumer<Transmission> before;
    private final Doing doing;
    private final UnaryOperator<Reply> reply;
    private final Consumer<Transmission> sending;

    private Fault(
            String name,
            Consumer<Transmission> before,
            Doing doing,
            UnaryOperator<Reply> reply,
            Consumer<Transmission> sending) {
        this.name = name;
        this.before = before;
        this.doing = doing;
        this.reply = reply;
        this.sending = sending;
    }

    /** The whole request is read, then the connection is reset. The work is <em>not</em> done. */
    public static Fault resetBeforeWork() {
        return instead("reset before the work", Reply.status(500), Transmission::reset);
    }

    /** The work is done, then the connection is reset without a word. */
    public static Fault resetAfterWork() {
        return whileSending("reset after the work", Transmission::reset);
    }

    /** The work is done, then the connection is closed in good order without a word. */
    public static Fault dropReply() {
        return whileSending("reply dropped", Transmission::drop);
    }

    /** The work is done, the reply is sent this much later. */
    public static Fault delay(Duration time) {
        return whileSending(
                "delayed", sending -> sending.response().headersDelay(time.toNanos(), TimeUnit.NANOSECONDS));
    }

    /** The work is done, the reply waits until the latch opens or the server is closed. */
    public static Fault holdReply(CountDownLatch until) {
        return whileSending("reply held", sending -> sending.hold(until));
    }

    /** The request is read, its work waits until the latch opens, and is not done if the server is closed before. */
    public static Fault holdWork(CountDownLatch until) {
        return new Fault(
                "work held", sending -> sending.hold(until), Doing.NOW, UnaryOperator.identity(), sending -> {});
    }

    /** The request is read, its work waits at the gate, and is not done if the gate is told to lose it. */
    public static Fault holdWork(Gate gate) {
        return new Fault(
                "work held at a gate",
                sending -> sending.hold(gate),
                Doing.NOW,
                UnaryOperator.identity(),
                sending -> {});
    }

    /** The work is done, the reply waits at the gate, and is never sent if the gate is told to lose it. */
    public static Fault holdReply(Gate gate) {
        return whileSending("reply held at a gate", sending -> sending.hold(gate));
    }

    /**
     * The connection is closed in good order without a word; the work is done this much later by the machine's clock, if
     * the server is still up then.
     */
    public static Fault workLater(Duration time) {
        return new Fault("worked late", nothing -> {}, Doing.later(time), UnaryOperator.identity(), Transmission::drop);
    }

    /** The work is done, the reply's body comes by so many bytes at a time with a pause after each. */
    public static Fault drip(int bytes, Duration pause) {
        return whileSending(
                "dripping", sending -> sending.response().throttleBody(bytes, pause.toNanos(), TimeUnit.NANOSECONDS));
    }

    /** The work is done, the connection ends in the middle of the reply's body. */
    public static Fault truncate() {
        return whileSending("truncated", Transmission::endInTheMiddle);
    }

    /** The work is done, the reply is whole as HTTP, but holds only the first half of its body. */
    public static Fault cutBody() {
        return changed("body cut", reply -> {
            byte[] whole = reply.bytes();
            return reply.withBody(Arrays.copyOf(whole, whole.length / 2));
        });
    }

    /** The work is done, the reply has its status and headers, but no body. */
    public static Fault emptyBody() {
        return changed("empty body", reply -> reply.withBody(new byte[0]));
    }

    /** The work is done, the reply says that its body is something else. */
    public static Fault contentType(String wrong) {
        return changed("wrong content type", reply -> reply.withHeader("Content-Type", wrong));
    }

    /** The work is done, the reply's body is an array that never ends. */
    public static Fault endlessBody() {
        return whileSending("endless body", sending -> sending.chunked(new EndlessArray()));
    }

    /** The work is done, the reply's body is 256 kB that unpack to 256 MB. */
    public static Fault gzipBomb() {
        return new Fault(
                "gzip bomb",
                sending -> {},
                Doing.NOW,
                reply -> reply.withHeader("Content-Encoding", "gzip").withBody(GzipBomb.BYTES),
                sending -> {});
    }

    /** This status with an empty body. The work is <em>not</em> done. */
    public static Fault status(int status) {
        return answer(Reply.status(status));
    }

    /** A web page with status 200, such as a login form. The work is <em>not</em> done. */
    public static Fault htmlPage() {
        return answer(Reply.html(200, "Sign in"));
    }

    /** This reply. The work is <em>not</em> done. */
    public static Fault answer(Reply instead) {
        return instead("answered " + instead.status(), instead, sending -> {});
    }

    /** The work is done, and this is what the caller sees of it: a gateway's time-out page, for example. */
    public static Fault answerAfterWork(Reply instead) {
        return changed("worked, answered " + instead.status(), reply -> instead);
    }

    private static Fault whileSending(String name, Consumer<Transmission> sending) {
        return new Fault(name, nothing -> {}, Doing.NOW, UnaryOperator.identity(), sending);
    }

    private static Fault changed(String name, UnaryOperator<Reply> reply) {
        return new Fault(name, nothing -> {}, Doing.NOW, reply, sending -> {});
    }

    private static Fault instead(String name, Reply reply, Consumer<Transmission> sending) {
        return new Fault(name, nothing -> {}, Doing.NOT_AT_ALL, nothing -> reply, sending);
    }

    /** Lets the fault have its way with a call. Returns the reply that the caller is meant to see. */
    Reply strike(Transmission transmission, RequestHandler work, ReceivedRequest request) {
        before.accept(transmission);
        Reply seen = reply.apply(doing.reply(transmission, work, request));
        transmission.prepare(seen);
        sending.accept(transmission);
        return seen;
    }

    @Override
    public String toString() {
        return name;
    }

    /** Whether and when the call's work is done, and what it replies. */
    @FunctionalInterface
    private interface Doing {

        Doing NOW = (transmission, work, request) -> work.handle(request);
        Doing NOT_AT_ALL = (transmission, work, request) -> Reply.status(500);

        static Doing later(Duration time) {
            return (transmission, work, request) -> {
                transmission.later(time, () -> work.handle(request));
                return Reply.status(500);
            };
        }

        Reply reply(Transmission transmission, RequestHandler work, ReceivedRequest request);
    }

    private static final class EndlessArray implements MockResponseBody {

        private static final byte[] CHUNK = chunk();

        private static byte[] chunk() {
            byte[] zeros = "0,".repeat(2048).getBytes(StandardCharsets.US_ASCII);
            return zeros;
        }

        @Override
        public long getContentLength() {
            return -1;
        }

        @Override
        public void writeTo(BufferedSink sink) throws IOException {
            sink.writeUtf8("1\r\n[\r\n");
            while (true) {
                sink.writeHexadecimalUnsignedLong(CHUNK.length)
                        .writeUtf8("\r\n")
                        .write(CHUNK)
                        .writeUtf8("\r\n");
                sink.flush();
            }
        }
    }

    private static final class GzipBomb {

        static final byte[] BYTES = pack();

        private static byte[] pack() {
            ByteArrayOutputStream packed = new ByteArrayOutputStream();
            byte[] spaces = new byte[1024 * 1024];
            Arrays.fill(spaces, (byte) ' ');
            try (GZIPOutputStream gzip = new GZIPOutputStream(packed) {
                {
                    def.setLevel(Deflater.BEST_COMPRESSION);
                }
            }) {
                for (int written = 0; written < GZIP_BOMB_BYTES; written += spaces.length) {
                    gzip.write(spaces);
                }
            } catch (IOException inMemory) {
                throw new UncheckedIOException(inMemory);
            }
            return packed.toByteArray();
        }
    }
}
