package io.epmjit.ledger;

import io.epmjit.model.Retryability;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The proof that one process, and one ledger in it, works on a file. The process's own ledgers are known by name: to find
 * out by trying would close the lock's file, and with that give up the lock itself, on systems that are POSIX.
 */
final class FileLockBesideIt implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(FileLockBesideIt.class);
    private static final Set<Path> OPEN_HERE = ConcurrentHashMap.newKeySet();

    private final Path name;
    private final FileChannel channel;

    private FileLockBesideIt(Path name, FileChannel channel) {
        this.name = name;
        this.channel = channel;
    }

    static FileLockBesideIt take(Path file) {
        try {
            Path name = realName(file);
            if (!OPEN_HERE.add(name)) {
                throw inUse(file);
            }
            try {
                return lock(file, name);
            } catch (IOException | RuntimeException e) {
                OPEN_HERE.remove(name);
                throw e;
            }
        } catch (IOException e) {
            throw new LedgerException(
                    "cannot write beside the ledger " + file + " ("
                            + e.getClass().getSimpleName() + "): the directory must exist and be writable",
                    Retryability.NEVER,
                    e);
        }
    }

    private static FileLockBesideIt lock(Path file, Path name) throws IOException {
        FileChannel channel = FileChannel.open(
                name.resolveSibling(name.getFileName() + ".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (channel.tryLock() == null) {
            channel.close();
            throw inUse(file);
        }
        return new FileLockBesideIt(name, channel);
    }

    private static Path realName(Path file) throws IOException {
        if (Files.exists(file)) {
            return file.toRealPath();
        }
        Path directory = file.toAbsolutePath().getParent();
        return directory == null
                ? file.toAbsolutePath()
                : directory.toRealPath().resolve(file.getFileName());
    }

    private static LedgerException inUse(Path file) {
        return new LedgerException(
                "the ledger " + file + " is in use already: one file serves one process and one bridge",
                Retryability.NEVER,
                null);
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            log.warn("The ledger's lock file did not close cleanly", e);
        } finally {
            OPEN_HERE.remove(name);
        }
    }
}
