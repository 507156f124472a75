package io.epmjit.ledger;

import io.epmjit.model.Retryability;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;

/**
 * Whether a file is on a disk of this machine. On network file systems SQLite's write-ahead log does not work, since it
 * needs memory shared between processes, and locks may mean nothing.
 */
final class LocalDisk {

    private static final Set<String> REMOTE = Set.of(
            "nfs",
            "nfs4",
            "cifs",
            "smb",
            "smbfs",
            "smb2",
            "smb3",
            "afs",
            "coda",
            "ncpfs",
            "9p",
            "ceph",
            "glusterfs",
            "lustre",
            "gpfs",
            "beegfs",
            "orangefs",
            "ocfs2",
            "gfs2",
            "webdav",
            "davfs",
            "davfs2",
            "s3fs",
            "sshfs",
            "afpfs",
            "vboxsf",
            "vmhgfs",
            "prl_fs",
            "drvfs");

    private LocalDisk() {}

    /**
     * Refuses a directory on a network file system.
     *
     * @throws IOException if the system cannot tell, since there is no such directory
     */
    static void require(Path directory) throws IOException {
        FileStore store = Files.getFileStore(directory);
        if (isRemote(store.type())) {
            throw new LedgerException(
                    "the ledger's directory " + directory + " is on a network file system (" + store.type()
                            + "), where SQLite cannot keep acknowledged commits safe: put it on a local disk, or use"
                            + " Ledger.postgres",
                    Retryability.NEVER,
                    null);
        }
    }

    /** By the type's name as the system reports it, such as {@code nfs4} or {@code fuse.sshfs}. */
    static boolean isRemote(String type) {
        String name = type.toLowerCase(Locale.ROOT);
        return REMOTE.contains(name.startsWith("fuse.") ? name.substring("fuse.".length()) : name);
    }
}
