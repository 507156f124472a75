package io.epmjit.ledger;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.epmjit.testkit.postgres.PostgresServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One PostgreSQL server for all tests of this JVM; each test has a database of its own. */
public final class TestPostgres {

    private static final int MOST_CONNECTIONS = 20;
    private static final long PATIENCE_MILLIS = 5_000;

    private static final class Shared {
        static final Optional<PostgresServer> SERVER =
                PostgresServer.isInstalled() ? Optional.of(PostgresServer.start()) : Optional.empty();
    }

    private TestPostgres() {}

    /** The server; where there is none the test is skipped, and fails in CI. */
    public static PostgresServer server() {
        requireInstalled();
        return Shared.SERVER.orElseThrow();
    }

    /** Skips the test where PostgreSQL is missing, aloud; in CI none may skip. */
    public static void requireInstalled() {
        boolean isInstalled = PostgresServer.isInstalled();
        String message = "PostgreSQL is not installed (Debian: apt-get install postgresql-15)";
        if (!isInstalled && "true".equals(System.getenv("CI"))) {
            throw new AssertionError(message);
        }
        assumeTrue(isInstalled, message);
    }

    /** A pool on a new database with a ledger in it. */
    public static HikariDataSource newLedger() {
        HikariDataSource pool = newDatabase();
        Ledger.install(pool);
        return pool;
    }

    /** A pool on a new and empty database. */
    public static HikariDataSource newDatabase() {
        return pool(server(), server().newDatabase());
    }

    /** Runs one of PostgreSQL's own programs against the server. */
    static void run(String program, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                server().program(program).toString(),
                "--host=127.0.0.1",
                "--port=" + server().port(),
                "--username=" + server().user()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("PGPASSWORD", server().password());
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.onExit().join().exitValue() != 0) {
            throw new IOException(program + ": " + said);
        }
    }

    /** A pool on a database of this server. */
    public static HikariDataSource pool(PostgresServer server, String database) {
        return new HikariDataSource(config(server, database));
    }

    /** A pool's settings, for a test that wants them otherwise. */
    public static HikariConfig config(PostgresServer server, String database) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(server.url(database));
        config.setUsername(server.user());
        config.setPassword(server.password());
        config.setMaximumPoolSize(MOST_CONNECTIONS);
        config.setMinimumIdle(0);
        config.setConnectionTimeout(PATIENCE_MILLIS);
        return config;
    }
}
