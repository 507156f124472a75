package io.epmjit.testkit.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class PostgresServerTest {

    @BeforeAll
    static void mustBeInstalledWhereNoTestMaySkip() {
        if (!"true".equals(System.getenv("CI"))) {
            assumeThat(PostgresServer.isInstalled())
                    .as("PostgreSQL is not installed: its tests are skipped")
                    .isTrue();
        }
    }

    @Test
    void whatWasCommittedSurvivesKillingTheServer() {
        try (PostgresServer server = PostgresServer.start()) {
            String database = server.newDatabase();
            server.execute(database, "CREATE TABLE note (text TEXT); INSERT INTO note VALUES ('kept')");

            server.kill();
            assertThat(server.isRunning()).isFalse();
            assertThatThrownBy(() -> server.execute(database, "SELECT 1")).isInstanceOf(IllegalStateException.class);

            server.restart();
            assertThat(server.execute(database, "SELECT text FROM note").strip())
                    .isEqualTo("kept");
            server.stop();
            assertThat(server.isRunning()).isFalse();
        }
    }

    @Test
    void itIsAsDurableAsAServerThatMatters() {
        try (PostgresServer server = PostgresServer.start()) {
            assertThat(server.execute("postgres", "SHOW fsync").strip()).isEqualTo("on");
            assertThat(server.execute("postgres", "SHOW full_page_writes").strip())
                    .isEqualTo("on");
            assertThat(server.execute("postgres", "SHOW synchronous_commit").strip())
                    .isEqualTo("on");
        }
    }
}
