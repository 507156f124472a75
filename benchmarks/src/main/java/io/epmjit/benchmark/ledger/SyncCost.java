package io.epmjit.benchmark.ledger;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * What one sync of a page costs on this disk. The page overwrites another one, as those of a write-ahead log do once it has
 * been worked off and begins again.
 */
final class SyncCost {

    private static final int PAGE = 4_096;
    private static final int PAGES = 256;
    private static final int SYNCS = 1_000;

    private SyncCost() {}

    static long medianNanos(Scratch scratch) throws IOException {
        Path file = scratch.file("sync.bin");
        long[] nanos = new long[SYNCS];
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.allocate(PAGE * PAGES));
            channel.force(true);
            ByteBuffer page = ByteBuffer.allocate(PAGE);
            for (int i = 0; i < SYNCS; i++) {
                page.clear().putInt(i).rewind();
                channel.write(page, (long) (i % PAGES) * PAGE);
                long began = System.nanoTime();
                channel.force(false);
                nanos[i] = System.nanoTime() - began;
            }
        }
        return Figures.percentile(nanos, 0.5);
    }
}
