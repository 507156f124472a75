package io.epmjit.connector.contract;

import io.epmjit.connector.TicketConnector;
import io.epmjit.model.TicketRef;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A tracker in memory, for the tests of the suite itself. Its markup is {@code <...>}, which people do not see; a search
 * lags, shows ten tickets a page and finds words; who lacks a right sees nothing.
 */
final class MemoryTracker implements TrackerUnderTest {

    static final String TOKEN = "s3cret-memory-token";
    static final String WRONG_TOKEN = "s3cret-wrong-token";
    static final String BOT = "bot";
    static final String STRANGER = "stranger";
    static final Duration LAG = Duration.ofSeconds(20);
    static final int PAGE = 10;
    static final int LONGEST = 20_000;
    static final int LONGEST_TITLE = 200;

    private static final Instant START = Instant.parse("2026-11-22T08:00:00Z");

    /** How the tracker answers a request that fails; {@code status} 0 where no answer comes. */
    static final class Failure extends RuntimeException {

        private static final long serialVersionUID = 1L;

        final int status;
        final boolean sent;

        Failure(int status, boolean sent) {
            super("status " + status);
            this.status = status;
            this.sent = sent;
        }
    }

    /** A ticket as it is stored. */
    static final class Ticket {
        final String id;
        final String creator;
        final Instant created;
        final String title;
        final List<Note> notes = new ArrayList<>();
        String stamp;
        String source;
        Instant changed;
        String status = "Open";

        Ticket(String id, String creator, Instant created, String stamp, String title, String source) {
            this.id = id;
            this.creator = creator;
            this.created = created;
            this.changed = created;
            this.stamp = stamp;
            this.title = title;
            this.source = source;
        }
    }

    record Note(String author, String source, boolean internal, Instant created) {}

    private final BiFunction<MemoryTracker, String, TicketConnector> connectors;
    private final ReentrantLock lock = new ReentrantLock();
    private final List<Ticket> tickets = new ArrayList<>();
    private final Map<Operation, TrackerFault> faults = new EnumMap<>(Operation.class);
    private final Map<Operation, Integer> requests = new EnumMap<>(Operation.class);
    private final Set<Right> revoked = EnumSet.noneOf(Right.class);
    private final CountDownLatch closed = new CountDownLatch(1);
    private Instant now = START;
    private int number;

    /** @param connectors makes a connector to this tracker, with a token */
    MemoryTracker(BiFunction<MemoryTracker, String, TicketConnector> connectors) {
        this.connectors = connectors;
    }

    // What a connector can do

    String open(String token, Instant deadline, String stamp, String title, String source) {
        return serve(Operation.OPEN, token, deadline, () -> {
            demand(Right.OPEN_TICKETS);
            demandLength(title, LONGEST_TITLE);
            demandLength(source, LONGEST);
            return add(BOT, stamp, title, source).id;
        });
    }

    void stamp(String token, Instant deadline, String id, String stamp) {
        serve(Operation.ANY, token, deadline, () -> find(id).stamp = stamp);
    }

    /** Tickets with a word of the stamp, the oldest first, from this one on. */
    List<Ticket> search(String token, Instant deadline, String stamp, int from) {
        return serve(Operation.FIND, token, deadline, () -> {
            if (revoked.contains(Right.SEE_TICKETS)) {
                return List.of();
            }
            return tickets.stream()
                    .filter(ticket -> !ticket.changed.plus(LAG).isAfter(now))
                    .filter(ticket -> ticket.stamp.equalsIgnoreCase(stamp)
                            || ticket.stamp.contains(stamp)
                            || ticket.source.contains(stamp))
                    .skip(from)
                    .limit(PAGE)
                    .toList();
        });
    }

    boolean may(String token, Instant deadline, Right right) {
        return serve(Operation.ANY, token, deadline, () -> !revoked.contains(right));
    }

    Ticket read(String token, Instant deadline, String id) {
        return serve(Operation.READ, token, deadline, () -> find(id));
    }

    /** Whether the note is internal. */
    boolean note(String token, Instant deadline, String id, String source, boolean internal) {
        return serve(Operation.NOTE, token, deadline, () -> {
            demand(Right.WRITE_NOTES);
            demandLength(source, LONGEST);
            boolean kept = internal && faults.get(Operation.NOTE) != TrackerFault.PUBLISHED;
            find(id).notes.add(new Note(BOT, source, kept, now));
            return kept;
        });
    }

    List<Note> notes(String token, Instant deadline, String id) {
        return serve(
                Operation.FIND_NOTE,
                token,
                deadline,
                () -> revoked.contains(Right.SEE_NOTES) ? List.of() : List.copyOf(find(id).notes));
    }

    void status(String token, Instant deadline, String id, String status) {
        serve(Operation.RESOLVE, token, deadline, () -> {
            demand(Right.RESOLVE_TICKETS);
            return find(id).status = status;
        });
    }

    private <T> T serve(Operation operation, String token, Instant deadline, Supplier<T> work) {
        lock.lock();
        try {
            if (!now.isBefore(deadline)) {
                throw new Failure(0, false);
            }
            @Nullable TrackerFault fault = faults.getOrDefault(operation, faults.get(Operation.ANY));
            if (faults.containsValue(TrackerFault.NO_CONNECTION)) {
                throw new Failure(0, false);
            }
            requests.merge(operation, 1, Integer::sum);
            if (fault != null) {
                strike(fault, deadline, work);
            }
            if (!token.equals(TOKEN)) {
                throw new Failure(401, true);
            }
            return work.get();
        } finally {
            lock.unlock();
        }
    }

    private void strike(TrackerFault fault, Instant deadline, Supplier<?> work) {
        switch (fault) {
            case REPLY_LOST -> {
                work.get();
                throw new Failure(0, true);
            }
            case GATEWAY_ERROR -> {
                work.get();
                throw new Failure(502, true);
            }
            case HANGS -> hang(deadline);
            case SERVER_ERROR -> throw new Failure(500, true);
            case LOGIN_PAGE -> throw new Failure(200, true);
            case REFUSED -> throw new Failure(422, true);
            case UNAUTHORIZED -> throw new Failure(401, true);
            case FORBIDDEN -> throw new Failure(403, true);
            case THROTTLED -> throw new Failure(429, true);
            case NO_CONNECTION -> throw new Failure(0, false);
            case PUBLISHED -> {}
        }
    }

    /** Whoever names a deadline is woken by it; whoever does not waits until the tracker is closed. */
    private void hang(Instant deadline) {
        if (deadline.equals(Instant.MAX)) {
            try {
                closed.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        } else {
            now = deadline;
        }
        throw new Failure(0, true);
    }

    private void demand(Right right) {
        if (revoked.contains(right)) {
            throw new Failure(403, true);
        }
    }

    private static void demandLength(String text, int longest) {
        if (text.length() > longest) {
            throw new Failure(422, true);
        }
    }

    private Ticket add(String creator, String stamp, String title, String source) {
        number++;
        Ticket ticket = new Ticket(Integer.toString(number), creator, now, stamp, title, source);
        tickets.add(ticket);
        return ticket;
    }

    private Ticket find(String id) {
        return tickets.stream()
                .filter(ticket -> ticket.id.equals(id))
                .findFirst()
                .orElseThrow(() -> new Failure(404, true));
    }

    private <T> T locked(Supplier<T> action) {
        lock.lock();
        try {
            return action.get();
        } finally {
            lock.unlock();
        }
    }

    // What the suite can do

    @Override
    public InstantSource clock() {
        return () -> locked(() -> now);
    }

    @Override
    public void advance(Duration time) {
        locked(() -> now = now.plus(time));
    }

    @Override
    public TicketConnector connector() {
        return connectors.apply(this, TOKEN);
    }

    @Override
    public TicketConnector connectorWithWrongCredentials() {
        return connectors.apply(this, WRONG_TOKEN);
    }

    @Override
    public Set<String> secrets() {
        return Set.of(TOKEN, WRONG_TOKEN);
    }

    @Override
    public List<StoredTicket> tickets() {
        return locked(() -> tickets.stream().map(MemoryTracker::stored).toList());
    }

    private static StoredTicket stored(Ticket ticket) {
        return new StoredTicket(
                ticket.id,
                ticket.title,
                shown(ticket.source),
                ticket.source,
                ticket.status,
                ticket.notes.stream()
                        .map(note -> new StoredNote(shown(note.source()), note.source(), note.internal()))
                        .toList());
    }

    private static String shown(String source) {
        return source.replaceAll("(?s)<[^>]*>", "").replace("&lt;", "<").replace("&amp;", "&");
    }

    @Override
    public int requests(Operation operation) {
        return locked(() -> requests.getOrDefault(operation, 0));
    }

    @Override
    public void fail(Operation operation, TrackerFault fault) {
        locked(() -> faults.put(operation, fault));
    }

    @Override
    public void mend() {
        locked(() -> {
            faults.clear();
            return true;
        });
    }

    @Override
    public Set<Right> rights() {
        return EnumSet.allOf(Right.class);
    }

    @Override
    public void revoke(Right right) {
        locked(() -> revoked.add(right));
    }

    @Override
    public void copyByStranger(TicketRef ticket) {
        locked(() -> {
            Ticket original = find(ticket.id());
            return add(STRANGER, original.stamp, original.title, original.source);
        });
    }

    @Override
    public void noteByStranger(TicketRef ticket, String source) {
        locked(() -> find(ticket.id()).notes.add(new Note(STRANGER, source, true, now)));
    }

    @Override
    public void removeStamp(TicketRef ticket) {
        locked(() -> find(ticket.id()).stamp = "");
    }

    @Override
    public void delete(TicketRef ticket) {
        locked(() -> tickets.remove(find(ticket.id())));
    }

    @Override
    public void close() {
        closed.countDown();
    }

    static Optional<String> text(String value) {
        return value.isEmpty() ? Optional.empty() : Optional.of(value);
    }
}
