package io.epmjit.benchmark.kill;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.epmjit.ledger.Ledger;
import io.epmjit.testkit.postgres.PostgresServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.Set;

/** A ledger in a PostgreSQL of its own, which begins and ends with this. */
final class PostgresStore implements Store {

    private final PostgresServer server = PostgresServer.start();
    private final String database = server.newDatabase();
    private final HikariDataSource pool;

    PostgresStore() {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(server.url(database));
        config.setUsername(server.user());
        config.setPassword(server.password());
        config.setMaximumPoolSize(2);
        pool = new HikariDataSource(config);
        Ledger.install(pool);
    }

    @Override
    public Map<String, String> settings() {
        return Map.of(
                "databaseUrl",
                server.url(database),
                "databaseUser",
                server.user(),
                "databasePassword",
                server.password());
    }

    @Override
    public Set<String> keptBodies() {
        try (Connection connection = pool.getConnection()) {
            return SqliteStore.keptBodies(connection);
        } catch (SQLException e) {
            throw new IllegalStateException("cannot read the ledger", e);
        }
    }

    @Override
    public int unfinished() {
        try (Connection connection = pool.getConnection()) {
            return SqliteStore.unfinished(connection);
        } catch (SQLException e) {
            throw new IllegalStateException("cannot read the ledger", e);
        }
    }

    @Override
    public void close() {
        pool.close();
        server.close();
    }
}
