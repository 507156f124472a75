package io.epmjit.testkit.postgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * A real PostgreSQL server with an empty cluster of its own, on a free port of this machine, with its durability switched
 * on. It is gone, with all data, when it is closed or the JVM ends.
 *
 * <p>Needs PostgreSQL's programs: those of Debian's {@code postgresql-15} (or another version) under
 * {@code /usr/lib/postgresql}, or any on the {@code PATH}. PostgreSQL refuses to run as root; then it runs as the user
 * {@code postgres}, by {@code runuser}. Linux and macOS. Thread-safe.
 */
public final class PostgresServer implements AutoCloseable {

    private static final int ATTEMPTS = 5;

    private final Programs programs;
    private final Path directory;
    private final String password;
    private final AtomicInteger databases = new AtomicInteger();
    private final Thread atExit = new Thread(this::discard, "epm-jit-postgres-exit");
    private int port;

    private PostgresServer(Programs programs) {
        this.programs = programs;
        this.directory = programs.newDirectory();
        this.password = new BigInteger(128, new SecureRandom()).toString(36);
    }

    /** Whether PostgreSQL's programs are on this machine. */
    public static boolean isInstalled() {
        return Programs.find().isPresent();
    }

    /**
     * Starts a server.
     *
     * @throws IllegalStateException if PostgreSQL is not installed, or does not start; the message says why
     */
    public static PostgresServer start() {
        Programs programs = Programs.find()
                .orElseThrow(
                        () -> new IllegalStateException("PostgreSQL is neither under /usr/lib/postgresql nor on the"
                                + " PATH; on Debian: apt-get install postgresql-15"));
        PostgresServer server = new PostgresServer(programs);
        Runtime.getRuntime().addShutdownHook(server.atExit);
        try {
            server.initialize();
            server.startOnAFreePort();
        } catch (RuntimeException e) {
            server.close();
            throw e;
        }
        return server;
    }

    private Path data() {
        return directory.resolve("data");
    }

    private void initialize() {
        Path secret = directory.resolve("password");
        programs.run(
                Map.of("EPMJIT_PASSWORD", password, "EPMJIT_FILE", secret.toString()),
                "sh",
                "-c",
                "umask 077 && printf %s \"$EPMJIT_PASSWORD\" > \"$EPMJIT_FILE\"");
        programs.run(
                "initdb",
                "--pgdata=" + data(),
                "--username=" + user(),
                "--pwfile=" + secret,
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                "--locale=C",
                "--no-sync");
    }

    private void startOnAFreePort() {
        for (int attempt = 1; ; attempt++) {
            port = freePort();
            try {
                restart();
                return;
            } catch (IllegalStateException e) {
                if (attempt == ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    private static int freePort() {
        try (ServerSocket probe = new ServerSocket()) {
            probe.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            return probe.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Starts the server again, on the same port and with the same data, after {@link #stop()} or {@link #kill()}; returns
     * once it takes connections.
     */
    public void restart() {
        programs.run(
                "pg_ctl",
                "--pgdata=" + data(),
                "--wait",
                "--timeout=60",
                "--log=" + directory.resolve("log"),
                "--options=-p " + port + " -c listen_addresses=127.0.0.1 -c unix_socket_directories= "
                        + "-c max_connections=200",
                "start");
    }

    /** Stops the server as an operator in haste does: every connection breaks, and the next start recovers. */
    public void stop() {
        programs.run("pg_ctl", "--pgdata=" + data(), "--wait", "--mode=immediate", "stop");
    }

    /** Kills the server and all of its processes with SIGKILL, and returns once they are gone. */
    public void kill() {
        List<ProcessHandle> all = processes();
        all.forEach(ProcessHandle::destroyForcibly);
        all.forEach(process -> process.onExit().join());
    }

    /** The server itself first, then its children. */
    private List<ProcessHandle> processes() {
        return process().stream()
                .flatMap(server -> Stream.concat(Stream.of(server), server.descendants()))
                .toList();
    }

    private Optional<ProcessHandle> process() {
        try {
            List<String> lines = Files.readAllLines(data().resolve("postmaster.pid"), StandardCharsets.UTF_8);
            return lines.isEmpty()
                    ? Optional.empty()
                    : ProcessHandle.of(Long.parseLong(lines.get(0).strip())).filter(ProcessHandle::isAlive);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Whether the server is running. */
    public boolean isRunning() {
        return process().isPresent();
    }

    /** The superuser's name. */
    public String user() {
        return "epmjit";
    }

    /** The superuser's password, made up for this server. */
    public String password() {
        return password;
    }

    public int port() {
        return port;
    }

    /** The JDBC URL of a database, without user and password. */
    public String url(String database) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
    }

    /** Makes a new database, and answers its name. */
    public String newDatabase() {
        String name = "test" + databases.incrementAndGet();
        execute("postgres", "CREATE DATABASE " + name);
        return name;
    }

    /** Runs SQL as superuser in a database, and answers what PostgreSQL's client prints: the rows, without a heading. */
    public String execute(String database, String sql) {
        return programs.run(
                Map.of("PGPASSWORD", password),
                programs.path("psql").toString(),
                "--no-psqlrc",
                "--quiet",
                "--tuples-only",
                "--no-align",
                "--set=ON_ERROR_STOP=1",
                "--host=127.0.0.1",
                "--port=" + port,
                "--username=" + user(),
                "--dbname=" + database,
                "--command=" + sql);
    }

    /** Where one of PostgreSQL's programs is, such as {@code pg_dump}. */
    public Path program(String name) {
        return programs.path(name);
    }

    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException e) {
            return; // the JVM ends, and does it by itself
        }
        discard();
    }

    private void discard() {
        kill();
        programs.run(Map.of(), "rm", "-rf", directory.toString());
    }
}
