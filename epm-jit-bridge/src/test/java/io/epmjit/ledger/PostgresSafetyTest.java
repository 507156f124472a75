package io.epmjit.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.epmjit.model.Retryability;
import io.epmjit.testkit.postgres.PostgresServer;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What PostgreSQL may be told, and what may happen to it, without losing anything. */
class PostgresSafetyTest {

    private static final OriginKey KEY = new OriginKey("acme", "ADMIN", "r-1");

    private PostgresServer server;
    private String database;
    private HikariDataSource pool;

    @BeforeEach
    void newDatabase() {
        server = TestPostgres.server();
        database = server.newDatabase();
        pool = TestPostgres.pool(server, database);
    }

    @AfterEach
    void closePool() {
        pool.close();
    }

    private Ledger installed() {
        Ledger.install(pool);
        return Ledger.postgres(pool);
    }

    private static boolean isThere(Ledger ledger, OriginKey key) {
        return ledger.<Optional<Origin>>read(session -> session.origins().find(key))
                .isPresent();
    }

    private static LedgerException failureOf(Ledger ledger, OriginKey key) {
        return catchThrowableOfType(
                LedgerException.class,
                () -> ledger.write(session -> session.origins().of(key)));
    }

    // ---- installation

    @Test
    void aDatabaseWithoutALedgerSaysWhatToRun() {
        assertThatThrownBy(() -> Ledger.postgres(pool))
                .isInstanceOf(LedgerException.class)
                .hasMessageContaining("there is no ledger in schema public")
                .hasMessageContaining("Ledger.install(dataSource)")
                .hasMessageContaining("io/epmjit/ledger/postgres/v1.sql")
                .extracting(e -> ((LedgerException) e).retryability())
                .isEqualTo(Retryability.NEVER);
    }

    @Test
    void aLedgerOfANewerVersionIsLeftAlone() {
        installed().close();
        server.execute(database, "UPDATE ledger_meta SET value = '99' WHERE name = 'schema'");
        assertThatThrownBy(() -> Ledger.postgres(pool))
                .isInstanceOf(LedgerException.class)
                .hasMessageContaining("schema 99")
                .hasMessageContaining("newer version");
        assertThatThrownBy(() -> Ledger.install(pool))
                .isInstanceOf(LedgerException.class)
                .hasMessageContaining("schema 99");
    }

    @Test
    void manyNodesMayInstallAtOnceAndAgain() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(6);
        try {
            List<Future<?>> installations = new ArrayList<>();
            for (int node = 0; node < 6; node++) {
                installations.add(threads.submit(() -> Ledger.install(pool)));
            }
            for (Future<?> installation : installations) {
                installation.get();
            }
        } finally {
            threads.shutdownNow();
        }
        try (Ledger ledger = installed()) {
            ledger.write(session -> session.origins().of(KEY));
        }
        try (Ledger ledger = installed()) {
            assertThat(isThere(ledger, KEY)).isTrue();
        }
    }

    @Test
    void anAdministratorMayRunTheScriptInASchemaOfItsOwn() throws IOException {
        try (InputStream script = Ledger.class.getResourceAsStream("/io/epmjit/ledger/postgres/v1.sql")) {
            server.execute(
                    database,
                    "CREATE SCHEMA jit; SET search_path = jit;"
                            + new String(script.readAllBytes(), StandardCharsets.UTF_8)
                            + "; CREATE ROLE app_" + database + " LOGIN PASSWORD 'app';"
                            + "GRANT USAGE ON SCHEMA jit TO app_" + database + ";"
                            + "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA jit TO app_" + database);
        }
        try (HikariDataSource app = new HikariDataSource()) {
            app.setJdbcUrl(server.url(database) + "?currentSchema=jit");
            app.setUsername("app_" + database);
            app.setPassword("app");
            try (Ledger ledger = Ledger.postgres(app)) {
                ledger.write(session -> session.origins().of(KEY));
                assertThat(isThere(ledger, KEY)).isTrue();
            }
        }
    }

    @Test
    void aSchemaThatIsNotThereIsNamed() {
        try (HikariDataSource lost = new HikariDataSource()) {
            lost.setJdbcUrl(server.url(database) + "?currentSchema=nowhere");
            lost.setUsername(server.user());
            lost.setPassword(server.password());
            assertThatThrownBy(() -> Ledger.install(lost))
                    .isInstanceOf(LedgerException.class)
                    .hasMessageContaining("nowhere");
        }
    }

    @Test
    void anotherDatabaseThanPostgresIsNoPlaceForIt() {
        try (HikariDataSource other = new HikariDataSource()) {
            other.setJdbcUrl("jdbc:sqlite::memory:");
            assertThatThrownBy(() -> Ledger.postgres(other))
                    .isInstanceOf(LedgerException.class)
                    .hasMessageContaining("SQLite")
                    .hasMessageContaining("PostgreSQL");
        }
    }

    @Test
    void textsThatTheDatabaseCouldNotKeepAreRefusedAtTheDoor() {
        server.execute("postgres", "CREATE DATABASE latin_" + database + " ENCODING 'LATIN1' TEMPLATE template0");
        try (HikariDataSource latin = TestPostgres.pool(server, "latin_" + database)) {
            assertThatThrownBy(() -> Ledger.install(latin))
                    .isInstanceOf(LedgerException.class)
                    .hasMessageContaining("LATIN1")
                    .hasMessageContaining("UTF8");
        }
    }

    // ---- durability

    @ParameterizedTest
    @ValueSource(strings = {"off", "local", "on", "remote_apply"})
    void whatIsAcknowledgedHasWaitedForTheDiskWhateverIsSet(String setting) {
        installed().close();
        server.execute(
                database,
                "CREATE TABLE seen (setting TEXT);"
                        + "CREATE FUNCTION look() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
                        + " INSERT INTO seen VALUES (current_setting('synchronous_commit')); RETURN NEW; END $$;"
                        + "CREATE TRIGGER looks BEFORE INSERT ON origin FOR EACH ROW EXECUTE FUNCTION look();"
                        + "ALTER DATABASE " + database + " SET synchronous_commit = " + setting);
        try (HikariDataSource later = TestPostgres.pool(server, database);
                Ledger ledger = Ledger.postgres(later)) {
            ledger.write(session -> session.origins().of(KEY));
        }
        assertThat(server.execute(database, "SELECT setting FROM seen").strip())
                .isEqualTo(setting.equals("remote_apply") ? "remote_apply" : "on");
    }

    @Test
    void aServerThatDoesNotSyncIsRefused() {
        try (PostgresServer careless = PostgresServer.start()) {
            for (String setting : List.of("fsync", "full_page_writes")) {
                restartWith(careless, setting, "off");
                try (HikariDataSource its = TestPostgres.pool(careless, "postgres")) {
                    assertThatThrownBy(() -> Ledger.install(its))
                            .isInstanceOf(LedgerException.class)
                            .hasMessageContaining(setting + "=off")
                            .hasMessageContaining("would lose acknowledged commits");
                }
                restartWith(careless, setting, "on");
            }
        }
    }

    private static void restartWith(PostgresServer server, String setting, String value) {
        server.execute("postgres", "ALTER SYSTEM SET " + setting + " = " + value);
        server.stop();
        server.restart();
    }

    @Test
    void aStandbyIsCalledOne() {
        try (PostgresServer standby = PostgresServer.start()) {
            String data = standby.execute("postgres", "SHOW data_directory").strip();
            standby.execute("postgres", "COPY (SELECT) TO '" + data + "/standby.signal'");
            standby.stop();
            standby.restart();
            try (HikariDataSource its = TestPostgres.pool(standby, "postgres")) {
                assertThatThrownBy(() -> Ledger.postgres(its))
                        .isInstanceOf(LedgerException.class)
                        .hasMessageContaining("standby")
                        .hasMessageContaining("primary");
            }
        }
    }

    @Test
    void whatWasAcknowledgedSurvivesTheDeathOfTheServerAndTheLedgerGoesOn() {
        try (PostgresServer mortal = PostgresServer.start()) {
            mortal.execute("postgres", "ALTER DATABASE postgres SET synchronous_commit = off");
            HikariConfig impatient = TestPostgres.config(mortal, "postgres");
            impatient.setConnectionTimeout(1_000);
            try (HikariDataSource its = new HikariDataSource(impatient)) {
                Ledger.install(its);
                survives(mortal, its);
            }
        }
    }

    private static void survives(PostgresServer mortal, HikariDataSource its) {
        try (Ledger ledger = Ledger.postgres(its)) {
            ledger.write(session -> session.origins().of(KEY));
            mortal.kill();

            OriginKey late = new OriginKey("acme", "ADMIN", "late");
            assertThat(failureOf(ledger, late).retryability()).isEqualTo(Retryability.SAFE);

            mortal.restart();
            assertThat(isThere(ledger, KEY)).isTrue();
            assertThat(isThere(ledger, late)).isFalse();
            ledger.write(session -> session.origins().of(late));
            assertThat(isThere(ledger, late)).isTrue();
        }
    }

    @Test
    void aConnectionThatBreaksInACommitLeavesItsOutcomeOpen() {
        installed().close();
        try (TappedPool unlucky = new TappedPool(server, database);
                Ledger ledger = Ledger.postgres(unlucky)) {
            unlucky.afterCommit = () -> {
                throw new SQLException("An I/O error occurred while sending to the backend.", "08006");
            };
            LedgerException failure = failureOf(ledger, KEY);
            assertThat(failure.retryability()).isEqualTo(Retryability.OUTCOME_UNKNOWN);
            assertThat(failure).hasMessageContaining("whether it has is not known");
            assertThat(isThere(ledger, KEY)).isTrue();
        }
    }

    @Test
    void aServerThatSaysItsDiskIsFullTakesNothingNewForAMoment() {
        try (Ledger ledger = installed()) {
            assertThat(ledger.hasRoom()).isTrue();
            server.execute(
                    database,
                    "CREATE FUNCTION full() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
                            + " RAISE EXCEPTION 'could not extend file' USING ERRCODE = '53100'; END $$;"
                            + "CREATE TRIGGER is_full BEFORE INSERT ON origin EXECUTE FUNCTION full()");
            LedgerException failure = failureOf(ledger, KEY);
            assertThat(failure.retryability()).isEqualTo(Retryability.SAFE);
            assertThat(failure).hasMessageContaining("could not extend file");
            assertThat(ledger.hasRoom()).isFalse();
        }
    }

    @Test
    void aFailureQuotesNoRow() {
        try (Ledger ledger = installed()) {
            server.execute(database, "ALTER TABLE origin ADD CHECK (external_id <> 'r-1')");
            LedgerException failure = failureOf(ledger, KEY);
            assertThat(failure).hasMessageContaining("violates check constraint");
            for (Throwable one = failure; one != null; one = one.getCause()) {
                assertThat(one.toString()).doesNotContain("r-1");
            }
        }
    }

    // ---- the user's pool

    @Test
    void anExhaustedPoolIsNamed() throws Exception {
        installed().close();
        HikariConfig one = TestPostgres.config(server, database);
        one.setMaximumPoolSize(1);
        one.setConnectionTimeout(250);
        one.setPoolName("the-small-pool");
        try (HikariDataSource small = new HikariDataSource(one)) {
            Ledger ledger = Ledger.postgres(small);
            CountDownLatch holding = new CountDownLatch(1);
            CountDownLatch done = new CountDownLatch(1);
            ExecutorService thread = Executors.newSingleThreadExecutor();
            try {
                Future<Boolean> holder = thread.submit(() -> ledger.<Boolean>write(session -> {
                    holding.countDown();
                    await(done);
                    return true;
                }));
                holding.await();
                LedgerException failure = failureOf(ledger, KEY);
                assertThat(failure.retryability()).isEqualTo(Retryability.SAFE);
                assertThat(failure).hasMessageContaining("the-small-pool").hasMessageContaining("HikariDataSource");
                done.countDown();
                assertThat(holder.get()).isTrue();
            } finally {
                done.countDown();
                thread.shutdownNow();
            }
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aConnectionGoesBackAsItCameAndMayNotBeSilentForEver() throws SQLException {
        installed().close();
        try (TappedPool watched = new TappedPool(server, database);
                Ledger ledger = Ledger.postgres(watched)) {
            watched.setMaximumPoolSize(1);
            List<Integer> silences = new ArrayList<>();
            watched.beforeCommit = connection -> silences.add(connection.getNetworkTimeout());
            ledger.write(session -> session.origins().of(KEY));
            assertThat(silences).hasSize(1).allMatch(millis -> millis > 0);
            assertThatThrownBy(() -> ledger.write(session -> {
                        throw new IllegalStateException("changed its mind");
                    }))
                    .isInstanceOf(IllegalStateException.class);
            try (Connection connection = watched.getConnection()) {
                assertThat(connection.getAutoCommit()).isTrue();
                assertThat(connection.getNetworkTimeout()).isZero();
                assertThat(connection.getTransactionIsolation()).isEqualTo(Connection.TRANSACTION_READ_COMMITTED);
                assertThat(connection.isReadOnly()).isFalse();
            }
        }
    }

    @Test
    void aPoolThatIsStricterAboutIsolationGetsTheSameAnswers() {
        installed().close();
        HikariConfig own = TestPostgres.config(server, database);
        own.setTransactionIsolation("TRANSACTION_SERIALIZABLE");
        own.setAutoCommit(false);
        try (HikariDataSource strict = new HikariDataSource(own);
                Ledger ledger = Ledger.postgres(strict)) {
            ledger.write(session -> session.origins().of(KEY));
            assertThat(isThere(ledger, KEY)).isTrue();
        }
    }

    /** A pool whose connections can be listened to, and broken, around a commit. */
    private static final class TappedPool extends HikariDataSource {

        interface Tap {
            void commits(Connection connection) throws SQLException;
        }

        interface Break {
            void happens() throws SQLException;
        }

        private volatile Tap beforeCommit = connection -> {};
        private volatile Break afterCommit = () -> {};

        TappedPool(PostgresServer server, String database) {
            setJdbcUrl(server.url(database));
            setUsername(server.user());
            setPassword(server.password());
            setMinimumIdle(0);
        }

        @Override
        public Connection getConnection() throws SQLException {
            Connection real = super.getConnection();
            return (Connection) Proxy.newProxyInstance(
                    Connection.class.getClassLoader(),
                    new Class<?>[] {Connection.class},
                    (proxy, method, arguments) -> {
                        boolean commits = method.getName().equals("commit");
                        if (commits) {
                            beforeCommit.commits(real);
                        }
                        try {
                            Object answer = method.invoke(real, arguments);
                            if (commits) {
                                afterCommit.happens();
                            }
                            return answer;
                        } catch (InvocationTargetException e) {
                            throw e.getCause();
                        }
                    });
        }
    }
}
