package io.epmjit.connector.contract;

import io.epmjit.connector.CallContext;
import io.epmjit.connector.Capability;
import io.epmjit.connector.ConnectorException;
import io.epmjit.connector.ConnectorException.Throttle;
import io.epmjit.connector.ConnectorId;
import io.epmjit.connector.Lookup;
import io.epmjit.connector.Lookup.Match;
import io.epmjit.connector.NoteKey;
import io.epmjit.connector.Resolution;
import io.epmjit.connector.ResolveOutcome;
import io.epmjit.connector.Stamp;
import io.epmjit.connector.TicketConnector;
import io.epmjit.connector.TicketDraft;
import io.epmjit.connector.TicketField;
import io.epmjit.connector.TicketNote;
import io.epmjit.connector.TicketSection;
import io.epmjit.connector.TicketSnapshot;
import io.epmjit.connector.contract.MemoryTracker.Failure;
import io.epmjit.connector.contract.MemoryTracker.Note;
import io.epmjit.connector.contract.MemoryTracker.Ticket;
import io.epmjit.http.ConnectionStatus;
import io.epmjit.http.ConnectionStatus.Finding;
import io.epmjit.model.Retryability;
import io.epmjit.model.TicketRef;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** A connector that keeps every promise. Broken ones override a step of it. */
class MemoryConnector implements TicketConnector {

    final MemoryTracker tracker;
    final String token;

    MemoryConnector(MemoryTracker tracker, String token) {
        this.tracker = tracker;
        this.token = token;
    }

    @Override
    public ConnectorId id() {
        return ConnectorId.of("memory");
    }

    @Override
    public TicketRef open(TicketDraft draft, CallContext call) {
        return writing(() -> {
            String title = cut("Request of " + draft.placeholders().getOrDefault("User", "somebody"), 150, " ");
            String source = source(draft);
            return ref(tracker.open(token, deadline(call), draft.stamp().value(), title, source));
        });
    }

    String source(TicketDraft draft) {
        StringBuilder text = new StringBuilder();
        draft.notice().ifPresent(notice -> text.append(cut(notice, 1_000, "\n")).append('\n'));
        int left = 15;
        for (TicketSection section : draft.sections()) {
            text.append("<b>").append(cut(section.heading(), 100, " ")).append("</b>\n");
            for (TicketField field : section.fields()) {
                if (left-- == 0) {
                    return text.append("… and more").toString();
                }
                text.append(line(field));
            }
        }
        return text.toString();
    }

    final String line(TicketField field) {
        return cut(field.label(), 100, " ") + ": " + cut(field.value(), 800, "\n ") + "\n";
    }

    /** Text for a ticket: escaped, without what cannot be seen, and cut. */
    String cut(String text, int longest, String lineEnd) {
        String shown = text.replaceAll("\\R", "\n")
                .replaceAll("[\\p{Cc}&&[^\\n]]|\\p{Cs}|\\p{Cf}", "\uFFFD")
                .replace("\n", lineEnd);
        if (shown.length() > longest) {
            int end = Character.isHighSurrogate(shown.charAt(longest - 1)) ? longest - 1 : longest;
            shown = shown.substring(0, end) + "…";
        }
        return shown.replace("&", "&amp;").replace("<", "&lt;");
    }

    @Override
    public Lookup<TicketRef> find(Stamp stamp, CallContext call) {
        return looking(() -> {
            List<Match<TicketRef>> matches = new ArrayList<>();
            List<Ticket> page;
            int from = 0;
            do {
                page = tracker.search(token, deadline(call), stamp.value(), from);
                page.stream()
                        .filter(ticket -> hasStamp(ticket, stamp))
                        .map(this::match)
                        .forEach(matches::add);
                from += page.size();
            } while (page.size() == MemoryTracker.PAGE);
            if (!matches.isEmpty()) {
                return Lookup.found(matches);
            }
            return tracker.may(token, deadline(call), Right.SEE_TICKETS)
                    ? Lookup.absent()
                    : Lookup.cannotTell("the account may not see tickets");
        });
    }

    boolean hasStamp(Ticket ticket, Stamp stamp) {
        return ticket.stamp.equals(stamp.value());
    }

    Match<TicketRef> match(Ticket ticket) {
        return new Match<>(
                ref(ticket.id), ticket.created, Optional.of(ticket.creator), ticket.creator.equals(MemoryTracker.BOT));
    }

    @Override
    public TicketSnapshot read(TicketRef ticket, CallContext call) {
        return reading(() -> {
            Ticket now = tracker.read(token, deadline(call), ticket.id());
            return TicketSnapshot.builder()
                    .ticket(ref(now.id))
                    .stamp(MemoryTracker.text(now.stamp).map(Stamp::of))
                    .status(now.status)
                    .isActive(now.status.equals("Open"))
                    .creator(now.creator)
                    .build();
        });
    }

    @Override
    public void note(TicketRef ticket, TicketNote note, CallContext call) {
        boolean internal = writing(() -> tracker.note(token, deadline(call), ticket.id(), source(note), isInternal()));
        if (!internal) {
            throw published();
        }
    }

    boolean isInternal() {
        return true;
    }

    ConnectorException published() {
        return ConnectorException.of(id(), "the note has been published: delete it", Retryability.NEVER);
    }

    String source(TicketNote note) {
        StringBuilder text = new StringBuilder(cut(note.text(), 800, " ")).append('\n');
        note.fields().forEach(field -> text.append(' ').append(line(field)));
        return text.append("key=").append(note.key().value()).toString();
    }

    @Override
    public Lookup<NoteKey> findNote(TicketRef ticket, NoteKey key, CallContext call) {
        return looking(() -> {
            List<Match<NoteKey>> matches = tracker.notes(token, deadline(call), ticket.id()).stream()
                    .filter(note -> hasKey(note, key))
                    .map(note -> new Match<>(key, note.created(), Optional.of(note.author()), isOurs(note)))
                    .filter(Match::ours)
                    .toList();
            if (!matches.isEmpty()) {
                return Lookup.found(matches);
            }
            return tracker.may(token, deadline(call), Right.SEE_NOTES)
                    ? Lookup.absent()
                    : Lookup.cannotTell("the account may not see notes");
        });
    }

    boolean hasKey(Note note, NoteKey key) {
        return note.source().endsWith("\nkey=" + key.value());
    }

    boolean isOurs(Note note) {
        return note.author().equals(MemoryTracker.BOT);
    }

    @Override
    public ResolveOutcome resolve(TicketRef ticket, Resolution how, CallContext call) {
        String wanted = how.outcome().isApproved() ? "Done" : "Rejected";
        String now = reading(() -> tracker.read(token, deadline(call), ticket.id()).status);
        if (now.equals(wanted)) {
            return ResolveOutcome.resolved(wanted);
        }
        return move(ticket, wanted, call);
    }

    ResolveOutcome move(TicketRef ticket, String wanted, CallContext call) {
        try {
            tracker.status(token, deadline(call), ticket.id(), wanted);
            return ResolveOutcome.resolved(wanted);
        } catch (Failure e) {
            if (e.status == 422) {
                return ResolveOutcome.refused("the workflow does not allow it");
            }
            throw failure(e, true);
        }
    }

    @Override
    public ConnectionStatus testConnection(CallContext call) {
        try {
            for (Right right : Right.values()) {
                if (!tracker.may(token, deadline(call), right)) {
                    return ConnectionStatus.fault(Finding.MISSING_RIGHT, "the account lacks the right " + right);
                }
            }
            return ConnectionStatus.ok();
        } catch (Failure e) {
            return ConnectionStatus.fault(finding(e), "the tracker does not answer as it should: check the settings");
        }
    }

    private static Finding finding(Failure failure) {
        return switch (failure.status) {
            case 0 -> Finding.UNREACHABLE;
            case 200 -> Finding.WRONG_HOST;
            case 401 -> Finding.WRONG_CREDENTIALS;
            case 403 -> Finding.MISSING_RIGHT;
            default -> Finding.FAILING;
        };
    }

    @Override
    public Duration consistencyDelay() {
        return MemoryTracker.LAG;
    }

    @Override
    public Set<Capability> capabilities() {
        return Set.of(Capability.INTERNAL_NOTES, Capability.RESOLVE);
    }

    @Override
    public void close() {}

    Instant deadline(CallContext call) {
        return call.deadline();
    }

    final TicketRef ref(String id) {
        return TicketRef.of(id().value(), id, "M-" + id);
    }

    <T> T writing(Supplier<T> work) {
        try {
            return work.get();
        } catch (Failure e) {
            throw failure(e, true);
        }
    }

    final <T> T reading(Supplier<T> work) {
        try {
            return work.get();
        } catch (Failure e) {
            throw failure(e, false);
        }
    }

    <T> Lookup<T> looking(Supplier<Lookup<T>> work) {
        try {
            return work.get();
        } catch (Failure e) {
            ConnectorException failure = failure(e, false);
            if (e.status == 200 || failure.retryability() == Retryability.NEVER) {
                return Lookup.cannotTell("the tracker answers " + e.status);
            }
            throw failure;
        }
    }

    ConnectorException failure(Failure failure, boolean write) {
        if (failure.status == 429) {
            return throttled();
        }
        return ConnectorException.of(id(), "the tracker answers " + failure.status, retryability(failure, write));
    }

    ConnectorException throttled() {
        return ConnectorException.throttled(id(), "throttled", Throttle.CONNECTOR, TrackerFault.RETRY_AFTER);
    }

    Retryability retryability(Failure failure, boolean write) {
        boolean refused = failure.status >= 400 && failure.status < 500;
        if (refused) {
            return Retryability.NEVER;
        }
        return write && failure.sent ? Retryability.OUTCOME_UNKNOWN : Retryability.SAFE;
    }
}
