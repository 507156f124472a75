package io.epmjit.benchmark.ledger;

import io.epmjit.testkit.epm.EpmRequest;
import io.epmjit.testkit.epm.FakeEpm;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * So many requests in a ledger, one in a hundred of them open: a third of these have their ticket and wait for a decision;
 * for the others the tracker could not be reached, and half of those have been decided meanwhile, so that a note waits
 * behind the ticket.
 */
final class Population {

    private static final int OPEN_ONE_IN = 100;
    private static final long A_MONTH_MILLIS = 30L * 24 * 60 * 60 * 1_000;

    private final FakeEpm epm;
    private final Store store;
    private final long requests;

    Population(FakeEpm epm, Store store, long requests) {
        this.epm = epm;
        this.store = store;
        this.requests = requests;
    }

    /** Answers how many bytes on disk each request takes. */
    long seed() throws SQLException {
        try (Originals originals = new Originals()) {
            long before = store.bytes();
            long open = requests / OPEN_ONE_IN;
            long closed = requests - open;
            try (Connection connection = store.connect()) {
                putBehind(connection);
                Seed seed = new Seed(store, connection);
                seed.copy(originals.closed, originals.closedAt, 1, closed);
                seed.copy(originals.ticketed, originals.ticketedAt, closed + 1, closed + open / 3);
                seed.copy(originals.waiting, originals.waitingAt, closed + open / 3 + 1, closed + 2 * open / 3);
                seed.copy(originals.blocked, originals.blockedAt, closed + 2 * open / 3 + 1, requests);
                store.settle(connection, seed.numberedTables());
            }
            return (store.bytes() - before) / requests;
        }
    }

    /**
     * The tracker stays away: what waits for it, and what waits behind that, is not due in the time of a measurement. And
     * whatever had been in doubt was looked at once more long ago.
     */
    private static void putBehind(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("UPDATE effect SET due_at = due_at + " + A_MONTH_MILLIS + " WHERE state = 'PLANNED'");
            statement.execute("UPDATE effect SET late_look_at = NULL WHERE state = 'DONE'");
        }
    }

    /** One request of each kind, as the bridge itself leaves them. */
    private final class Originals implements AutoCloseable {

        final EpmRequest closed;
        final EpmRequest ticketed;
        final EpmRequest waiting;
        final EpmRequest blocked;
        final long closedAt;
        final long ticketedAt;
        final long waitingAt;
        final long blockedAt;

        Originals() throws SQLException {
            try (Service service = new Service(epm, store.open())) {
                closed = service.wholeLife();
                ticketed = service.arrive();
                service.workOff();
                service.tracker().become(QuickTracker.Mood.UNREACHABLE);
                waiting = service.arrive();
                blocked = service.arrive();
                service.workOff();
                service.approve(blocked);
                service.workOff();
                closedAt = service.originOf(closed);
                ticketedAt = service.originOf(ticketed);
                waitingAt = service.originOf(waiting);
                blockedAt = service.originOf(blocked);
            }
        }

        @Override
        public void close() {}
    }
}
