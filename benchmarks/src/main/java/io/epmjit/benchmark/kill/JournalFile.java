package io.epmjit.benchmark.kill;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A journal that another process writes, read as it grows. Belongs to one thread. */
final class JournalFile {

    private final Path file;
    private final List<Entry> entries = new ArrayList<>();
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private long read;

    JournalFile(Path file) {
        this.file = file;
    }

    /** What has been written since the last time; a line that is not whole yet comes the next time. */
    List<Entry> news() {
        if (!Files.exists(file)) {
            return List.of();
        }
        int before = entries.size();
        try (FileChannel channel = FileChannel.open(file)) {
            ByteBuffer bytes = ByteBuffer.allocate(1 << 16);
            for (int count = channel.read(bytes, read); count > 0; count = channel.read(bytes, read)) {
                read += count;
                take(bytes.flip());
                bytes.clear();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the journal " + file, e);
        }
        return List.copyOf(entries.subList(before, entries.size()));
    }

    private void take(ByteBuffer bytes) {
        while (bytes.hasRemaining()) {
            byte next = bytes.get();
            if (next == '\n') {
                entries.add(Entry.parse(entries.size(), line.toString(StandardCharsets.UTF_8)));
                line.reset();
            } else {
                line.write(next);
            }
        }
    }

    /** Everything so far. */
    List<Entry> all() {
        news();
        return List.copyOf(entries);
    }
}
