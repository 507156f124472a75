package io.epmjit.benchmark.kill;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What can be known of the requests at this moment, from what EPM and Jira have written down. Belongs to one thread. */
final class Picture {

    /** One request. */
    static final class Request {

        private final String id;
        private final String kind;
        private boolean acknowledged;
        private boolean decided;
        private @Nullable String ticket;
        private boolean resolved;

        private Request(String id, String kind) {
            this.id = id;
            this.kind = kind;
        }

        String id() {
            return id;
        }

        String kind() {
            return kind;
        }

        /** The bridge has it, as its acknowledgement or its ticket shows, and it is not over. */
        boolean isOpen() {
            return (acknowledged || ticket != null) && !resolved;
        }

        boolean isPending() {
            return !decided;
        }

        /** Its ticket's key. */
        Optional<String> ticket() {
            return Optional.ofNullable(ticket);
        }

        boolean hasTicket() {
            return ticket != null;
        }

        boolean isResolved() {
            return resolved;
        }

        @Override
        public String toString() {
            return kind + " " + id + (acknowledged ? " acknowledged" : "") + (decided ? " decided" : "")
                    + (ticket == null ? "" : " " + ticket) + (resolved ? " resolved" : "");
        }
    }

    private final JournalFile epm;
    private final JournalFile jira;
    private final String stampField;
    private final Map<String, Request> requests = new LinkedHashMap<>();
    private final Map<String, Request> byTicket = new HashMap<>();
    private int lines;

    Picture(JournalFile epm, JournalFile jira, String stampField) {
        this.epm = epm;
        this.jira = jira;
        this.stampField = stampField;
    }

    /**
     * Reads what is new.
     *
     * @return how much was new
     */
    int update() {
        List<Entry> atEpm = epm.news();
        atEpm.forEach(this::epm);
        List<Entry> atJira = jira.news();
        atJira.forEach(this::jira);
        lines += atEpm.size() + atJira.size();
        return atEpm.size() + atJira.size();
    }

    private void epm(Entry entry) {
        Request request = requests.get(entry.text("requestId"));
        if (entry.is("request made")) {
            requests.put(entry.text("requestId"), new Request(entry.text("requestId"), entry.text("kind")));
        } else if (request != null && entry.is("decided")) {
            request.decided = true;
        } else if (request != null
                && entry.is("webhook sent")
                && entry.number("status") / 100 == 2
                && entry.text("event").endsWith("TICKET_CREATED")) {
            request.acknowledged = true;
        }
    }

    private void jira(Entry entry) {
        if (entry.is("issue created")) {
            Request request = requests.get(entry.text(stampField));
            if (request != null) {
                request.ticket = entry.text("key");
                byTicket.put(entry.text("key"), request);
            }
        } else if (entry.is("status changed")) {
            Request request = byTicket.get(entry.text("issue"));
            if (request != null) {
                request.resolved = entry.text("category").equals("DONE");
            }
        }
    }

    List<Request> which(Predicate<Request> wanted) {
        return requests.values().stream().filter(wanted).toList();
    }

    int open() {
        return (int) requests.values().stream().filter(Request::isOpen).count();
    }

    List<Request> all() {
        return new ArrayList<>(requests.values());
    }

    /** How much has been written down altogether. */
    int lines() {
        return lines;
    }
}
