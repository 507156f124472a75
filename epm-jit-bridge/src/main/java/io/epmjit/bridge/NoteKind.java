package io.epmjit.bridge;

import io.epmjit.connector.NoteKey;
import io.epmjit.connector.TicketField;
import io.epmjit.connector.TicketNote;
import io.epmjit.ledger.DecisionState;
import io.epmjit.ledger.Effect;
import io.epmjit.ledger.LedgerSession;
import io.epmjit.ledger.RecordedDecision;
import io.epmjit.ledger.Sighting;
import io.epmjit.model.AccessDuration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The notes that a ticket gets. Each is composed from the ledger when it is written, not when it is planned. */
enum NoteKind {

    /** What could not be bound to a template before has come again, bound to one. */
    BOUND("note-bound") {
        @Override
        TicketNote compose(LedgerSession session, Effect effect) {
            return note(
                    effect,
                    "A webhook that fits the declared template has arrived. These are its fields; where they differ from"
                            + " the ticket, the ticket's were forged or misread.",
                    Drafts.fields(Requests.event(session.origins().get(effect.originId()))));
        }
    },

    /** Somebody has decided here. */
    DECIDED("note-decided") {
        @Override
        TicketNote compose(LedgerSession session, Effect effect) {
            return note(
                    effect,
                    "The decision has been submitted and waits for EPM.",
                    particulars(EpmFlow.decisionOf(session, effect)));
        }
    },

    /** Somebody has approved, and somebody else has to agree. */
    FIRST_APPROVAL("note-first-approval") {
        @Override
        TicketNote compose(LedgerSession session, Effect effect) {
            return note(
                    effect,
                    "A first approval has been noted. Somebody else has to approve too before it counts.",
                    particulars(EpmFlow.decisionOf(session, effect)));
        }
    },

    /** A rule had something to say that was not decided. */
    RULE("note-rule") {
        @Override
        TicketNote compose(LedgerSession session, Effect effect) {
            return note(effect, "A decision " + effect.payload().orElseThrow(), List.of());
        }
    },

    /** EPM itself says how the request was decided. */
    CONFIRMED("note-confirmed") {
        @Override
        TicketNote compose(LedgerSession session, Effect effect) {
            Sighting seen = EpmFlow.sightingOf(session, effect);
            return note(
                    effect,
                    seen.status().isDecided()
                            ? "EPM has confirmed the decision. It is final."
                            : "EPM reports the request as " + seen.status() + ". It can no longer be decided.",
                    particulars(seen));
        }
    },

    /** A webhook says how the request was decided, and EPM could not be asked. */
    REPORTED("note-reported") {
        @Override
        TicketNote compose(LedgerSession session, Effect effect) {
            return note(
                    effect,
                    "A webhook of EPM reports this decision. Reported, not verified: EPM could not be asked. Check it in"
                            + " EPM's console before closing the ticket.",
                    particulars(EpmFlow.sightingOf(session, effect)));
        }
    },

    /** A decision of ours came to nothing. */
    FAILED("note-failed") {
        @Override
        TicketNote compose(LedgerSession session, Effect effect) {
            RecordedDecision decision = EpmFlow.decisionOf(session, effect);
            List<TicketField> fields = new ArrayList<>();
            add(fields, "Decision", Optional.of(decision.isApproved() ? "Approved" : "Denied"));
            add(fields, "Decided by", Optional.of(decision.decidedBy()));
            add(fields, "Why", decision.explanation());
            return note(effect, whatNow(decision.state()), fields);
        }
    };

    private final String action;

    NoteKind(String action) {
        this.action = action;
    }

    /** The action under which the engine knows this kind of note. */
    String action() {
        return action;
    }

    abstract TicketNote compose(LedgerSession session, Effect effect);

    /** What the note is called in the tracker; an effect's key is unique for its ticket, and so is this. */
    static NoteKey keyOf(Effect effect) {
        return NoteKey.of("epm-jit:" + effect.key());
    }

    private static List<TicketField> particulars(RecordedDecision decision) {
        List<TicketField> fields = new ArrayList<>();
        add(fields, "Decision", Optional.of(decision.isApproved() ? "Approved" : "Denied"));
        add(fields, "Duration", decision.duration().map(AccessDuration::toString));
        add(fields, "Decided by", Optional.of(decision.decidedBy()));
        add(fields, "Reason", Optional.of(decision.reason()));
        add(fields, "Time", Optional.of(decision.decidedAt().toString()));
        add(fields, "Way in", Optional.of(decision.wayIn()));
        return fields;
    }

    private static List<TicketField> particulars(Sighting seen) {
        List<TicketField> fields = new ArrayList<>();
        add(fields, "Decision", Optional.of(seen.status().value()));
        add(fields, "DecisionTime", seen.decidedAt());
        add(fields, "DecisionPerformedByUser", seen.decidedBy());
        add(fields, "Duration", seen.duration().map(NoteKind::readable));
        add(fields, "StartTime", seen.startsAt());
        add(fields, "EndTime", seen.endsAt());
        return fields;
    }

    private static String readable(String wireDuration) {
        return AccessDuration.fromWire(wireDuration)
                .map(AccessDuration::toString)
                .orElse(wireDuration);
    }

    private static String whatNow(DecisionState state) {
        return switch (state) {
            case REFUSED -> "EPM has refused the decision. The request can be decided again.";
            case EXPIRED -> "The decision did not reach EPM and has expired. The request can be decided again.";
            case UNCONFIRMED ->
                "Nobody can tell whether EPM has the decision. The request can be denied; look into EPM's"
                        + " console before anything else.";
            case CONFLICT -> "EPM says something else than this decision. What EPM says stands.";
            case ACCEPTED, ACKNOWLEDGED -> "The decision is in force.";
            case AWAITING_SECOND, SECONDED, SUPERSEDED -> "It was a first approval, which never went to EPM.";
        };
    }

    private static void add(List<TicketField> fields, String label, Optional<String> value) {
        value.filter(text -> !text.isBlank()).ifPresent(text -> fields.add(new TicketField(label, text)));
    }

    private static TicketNote note(Effect effect, String text, List<TicketField> fields) {
        return TicketNote.builder().key(keyOf(effect)).text(text).fields(fields).build();
    }
}
