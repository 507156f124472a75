package io.epmjit.testkit.server;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * An append-only file of what a fake did, one JSON object a line with {@code what} happened and {@code of} which fake: so
 * that a test can read what happened in another process, also when that was killed. What a request caused carries the
 * number of that {@code call}, and stands after the line of its arrival, however late its work was done. A line is with the
 * operating system before the fake replies. Thread-safe.
 */
public final class Journal implements Closeable {

    private static final JsonMapper JSON = new JsonMapper();

    private final @Nullable FileChannel file;
    private final String of;
    private final ReentrantLock lock = new ReentrantLock();
    private final ThreadLocal<@Nullable Long> cause = new ThreadLocal<>();

    private Journal(@Nullable FileChannel file, String of) {
        this.file = file;
        this.of = of;
    }

    /** Writes nothing. */
    public static Journal none() {
        return new Journal(null, "");
    }

    /**
     * Appends to this file, which is made if it is not there. Several fakes can share one.
     *
     * @param of which fake writes: stands in every line
     */
    public static Journal to(Path file, String of) {
        try {
            FileChannel channel = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
            return new Journal(channel, of);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the journal " + file, e);
        }
    }

    /**
     * Adds a line.
     *
     * @param what what happened, in a word or two
     * @param fields text, numbers, booleans
     */
    public void write(String what, Map<String, ?> fields) {
        if (file == null) {
            return;
        }
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("what", what);
        line.put("of", of);
        Long call = cause.get();
        if (call != null) {
            line.put("call", call);
        }
        line.putAll(fields);
        lock.lock();
        try {
            ByteBuffer bytes = ByteBuffer.wrap((JSON.writeValueAsString(line) + "\n").getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                file.write(bytes);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the journal", e);
        } finally {
            lock.unlock();
        }
    }

    /** What is written meanwhile by this thread was caused by that request. */
    <T> T during(ReceivedRequest request, Supplier<T> work) {
        cause.set(request.number());
        try {
            return work.get();
        } finally {
            cause.remove();
        }
    }

    @Override
    public void close() {
        if (file != null) {
            try {
                file.close();
            } catch (IOException e) {
                throw new UncheckedIOException("cannot close the journal", e);
            }
        }
    }
}
