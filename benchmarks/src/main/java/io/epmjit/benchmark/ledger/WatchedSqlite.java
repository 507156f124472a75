package io.epmjit.benchmark.ledger;

import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.DriverPropertyInfo;
import java.sql.SQLException;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import java.util.logging.Logger;

/**
 * Stands in for the SQLite driver while it is open, and sees every connection that anybody in this process makes, the
 * ledger's own among them.
 */
final class WatchedSqlite implements Driver, AutoCloseable {

    private static final String ANY = "jdbc:sqlite:";

    private final Driver real;
    private final UnaryOperator<Connection> wrapping;
    private final List<Connection> connections = new CopyOnWriteArrayList<>();

    private WatchedSqlite(Driver real, UnaryOperator<Connection> wrapping) {
        this.real = real;
        this.wrapping = wrapping;
    }

    static WatchedSqlite open() throws SQLException {
        return open(UnaryOperator.identity());
    }

    /** @param wrapping what the connection's user gets in its place */
    static WatchedSqlite open(UnaryOperator<Connection> wrapping) throws SQLException {
        Driver real = DriverManager.getDriver(ANY);
        WatchedSqlite watched = new WatchedSqlite(real, wrapping);
        DriverManager.deregisterDriver(real);
        DriverManager.registerDriver(watched);
        return watched;
    }

    /** The connections so far, as the driver made them. */
    List<Connection> connections() {
        return List.copyOf(connections);
    }

    @Override
    public Connection connect(String url, Properties info) throws SQLException {
        Connection connection = real.connect(url, info);
        if (connection == null) {
            throw new SQLException("not an address for SQLite: " + url);
        }
        connections.add(connection);
        return wrapping.apply(connection);
    }

    @Override
    public boolean acceptsURL(String url) throws SQLException {
        return real.acceptsURL(url);
    }

    @Override
    public DriverPropertyInfo[] getPropertyInfo(String url, Properties info) throws SQLException {
        return real.getPropertyInfo(url, info);
    }

    @Override
    public int getMajorVersion() {
        return real.getMajorVersion();
    }

    @Override
    public int getMinorVersion() {
        return real.getMinorVersion();
    }

    @Override
    public boolean jdbcCompliant() {
        return real.jdbcCompliant();
    }

    @Override
    public Logger getParentLogger() {
        return Logger.getLogger("io.epmjit.benchmark");
    }

    @Override
    public void close() throws SQLException {
        DriverManager.deregisterDriver(this);
        DriverManager.registerDriver(real);
    }
}
