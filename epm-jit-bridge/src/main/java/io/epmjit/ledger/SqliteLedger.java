package io.epmjit.ledger;

import io.epmjit.model.Retryability;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A ledger in one SQLite file, held by one process. */
final class SqliteLedger implements Ledger {

    /** So much of the disk is left to the outcomes of work under way. */
    static final long FREE_SPACE_RESERVE = 256L << 20;

    private static final Logger log = LoggerFactory.getLogger(SqliteLedger.class);
    private static final int SYNCHRONOUS_FULL = 2;

    /**
     * Durable first. The last two keep in memory what is in use (16 MB), and what a savepoint might have to undo: else that
     * goes to temporary files, which takes as long as all that is written to the ledger, and leaves copies of it elsewhere.
     */
    private static final List<String> SETTINGS = List.of(
            "journal_mode = WAL",
            "synchronous = FULL",
            "foreign_keys = ON",
            "secure_delete = ON",
            "busy_timeout = 10000",
            "cache_size = -16384",
            "temp_store = MEMORY");

    /** Else the driver asks for the number of each row that is inserted, by a statement that it prepares anew each time. */
    private static final Properties DRIVER = new Properties();

    static {
        DRIVER.setProperty("jdbc.get_generated_keys", "false");
    }

    private final Path file;
    private final long reserve;
    private final InstantSource clock;
    private final FileLockBesideIt lock;
    private final Connection readConnection;
    private final Statements readStatements;
    private final ReentrantLock reading = new ReentrantLock();
    private final Connection writeConnection;
    private final SingleWriter writer;
    private final RestoreMark mark;
    private volatile Runnable wake = () -> {};

    private SqliteLedger(Path file, long reserve, InstantSource clock, FileLockBesideIt lock) throws SQLException {
        this.file = file;
        this.reserve = reserve;
        this.clock = clock;
        this.lock = lock;
        this.mark = RestoreMark.beside(file);
        this.writeConnection = connect(file);
        Connection reader = null;
        try {
            install(writeConnection);
            reader = connect(file);
            try (Statement statement = reader.createStatement()) {
                statement.execute("PRAGMA query_only = ON");
            }
            reader.setAutoCommit(false);
        } catch (SQLException | RuntimeException e) {
            closeQuietly(reader);
            closeQuietly(writeConnection);
            throw e;
        }
        this.readConnection = reader;
        this.readStatements = new Statements(reader, RowLocks.NONE);
        this.writer = new SingleWriter(writeConnection, this::session, "epm-jit-ledger-" + file.getFileName());
    }

    static SqliteLedger open(Path file, long reserve, InstantSource clock) {
        FileLockBesideIt lock = FileLockBesideIt.take(file);
        try {
            LocalDisk.require(
                    Optional.ofNullable(file.toAbsolutePath().getParent()).orElse(file));
            createPrivately(file);
            createPrivately(RestoreMark.fileBeside(file));
            SqliteLedger ledger = new SqliteLedger(file, reserve, clock, lock);
            ledger.takeOver();
            return ledger;
        } catch (SQLException | IOException | RuntimeException e) {
            lock.close();
            throw e instanceof LedgerException known ? known : cannotOpen(file, e);
        }
    }

    private static LedgerException cannotOpen(Path file, Exception e) {
        boolean noDriver = String.valueOf(e.getMessage()).contains("No suitable driver");
        return new LedgerException(
                noDriver
                        ? "there is no SQLite driver on the class path: add org.xerial:sqlite-jdbc, 3.50 or later"
                        : "cannot open the ledger " + file + ": " + e.getMessage()
                                + ". Is it a ledger, on a local disk, and may this process write it and beside it?",
                Retryability.NEVER,
                e);
    }

    /** The ledger names people and what they run: where the file system knows owners, only its owner reads it. */
    private static void createPrivately(Path file) throws IOException {
        if (!Files.exists(file)
                && file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        }
    }

    /** The lock proves that whoever held the leases is gone; the mark tells whether the file is what it left. */
    private void takeOver() {
        try {
            mark.check(this);
            write(session ->
                    session.claims().endAllLeases() + session.recurringTasks().endAllLeases());
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    private static Connection connect(Path file) throws SQLException {
        Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file.toAbsolutePath(), DRIVER);
        try (Statement statement = connection.createStatement()) {
            for (String setting : SETTINGS) {
                statement.execute("PRAGMA " + setting);
            }
            requirePragma(statement, "journal_mode", "wal", file);
            requirePragma(statement, "synchronous", Integer.toString(SYNCHRONOUS_FULL), file);
        }
        return connection;
    }

    /** What is asked for is not always what one gets, on some file systems: so it is read back. */
    private static void requirePragma(Statement statement, String pragma, String wanted, Path file)
            throws SQLException {
        try (ResultSet row = statement.executeQuery("PRAGMA " + pragma)) {
            String actual = row.next() ? row.getString(1) : "nothing";
            if (!wanted.equalsIgnoreCase(actual)) {
                throw new LedgerException(
                        "SQLite would keep the ledger " + file + " with " + pragma + "=" + actual + " instead of "
                                + wanted + ", which does not survive a crash; put it on a local disk",
                        Retryability.NEVER,
                        null);
            }
        }
    }

    private static void install(Connection connection) throws SQLException {
        connection.setAutoCommit(false);
        Schema.SQLITE.install(connection);
        connection.commit();
    }

    private LedgerSession session(Statements statements) {
        return new LedgerSession(statements, clock, () -> wake.run());
    }

    @Override
    public InstantSource clock() {
        return clock;
    }

    @Override
    public void onPlanned(Runnable task) {
        wake = task;
    }

    @Override
    public <T> T write(LedgerWork<T> work) {
        return writer.write(mark.marking(work));
    }

    @Override
    public <T> T read(LedgerWork<T> work) {
        reading.lock();
        try {
            return work.run(session(readStatements));
        } finally {
            endRead();
            reading.unlock();
        }
    }

    /** Lets go of the state that was read: a reader that stays keeps the write-ahead log from being shortened. */
    private void endRead() {
        try {
            readConnection.rollback();
        } catch (SQLException e) {
            log.warn("A read of the ledger {} did not end cleanly", file, e);
        }
    }

    /** Removed rows are overwritten in the file at once; until this, the write-ahead log has them too. */
    @Override
    public boolean scrub() {
        try (Connection connection = connect(file);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("PRAGMA wal_checkpoint(TRUNCATE)")) {
            return row.next() && row.getInt("busy") == 0;
        } catch (SQLException e) {
            throw Statements.failure(e);
        }
    }

    /** One question to the file system for each webhook; by a {@code FileStore} it would be a reading of all mounts. */
    @Override
    public boolean hasRoom() {
        return file.toFile().getUsableSpace() > reserve;
    }

    @Override
    public void close() {
        writer.close();
        reading.lock();
        try {
            closeQuietly(readConnection);
            closeQuietly(writeConnection);
        } finally {
            reading.unlock();
            lock.close();
        }
    }

    private static void closeQuietly(@Nullable Connection connection) {
        if (connection != null) {
            try {
                connection.close();
            } catch (SQLException e) {
                log.warn("A connection to the ledger did not close cleanly", e);
            }
        }
    }
}
