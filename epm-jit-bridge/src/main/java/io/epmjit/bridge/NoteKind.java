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
import io.epmjit.model.DecisionStatus;
import io.epmjit.model.JitEvent;
import java.time.Instant;
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
                    particulars(EpmWork.decisionOf(session, effect)));
        }
    },

    /** Somebody has approved, and somebody else has to agree. */
    FIRST_APPROVAL("note-first-approval") {
        @Override
        TicketNote compose(LedgerSession session, Effect effect) {
            return note(
                    effect,
                    "A first approval has been noted. Somebody else has to approve too before it counts.",
                    particulars(EpmWork.decisionOf(session, effect)));
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
            Sighting seen = EpmWork.sightingOf(session, effect);
            return note(
                    effect,
                    seen.status().isDecided()
                            ? "EPM has confirmed the decision. It is final."
                            : "EPM reports the request as " + seen.status() + ". It can no longer be decided.",
                    Particulars.listed(
                            Particulars.completed(session, session.origins().get(effect.originId()), seen)));
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
                    Particulars.listed(Particulars.of(EpmWork.sightingOf(session, effect))));
        }
    },

    /** Somebody else's decision was overwritten by ours. */
    OVERWRITTEN("note-overwritten") {
        @Override
        TicketNote compose(LedgerSession session, Effect effect) {
            return note(
                    effect,
                    "Somebody decided at EPM while the decision of this ticket was on its way, and it has been"
                            + " overwritten. What was overwritten follows; if it should stand, decide so in EPM's console.",
                    Particulars.listed(Particulars.of(EpmWork.sightingOf(session, effect))));
        }
    },

    /** A decision of ours came to nothing. */
    FAILED("note-failed") {
        @Override
        TicketNote compose(LedgerSession session, Effect effect) {
            RecordedDecision decision = EpmWork.decisionOf(session, effect);
            List<TicketField> fields = new ArrayList<>();
            add(fields, "Decision", Optional.of(decision.isApproved() ? "Approved" : "Denied"));
            add(fields, "Decided by", Optional.of(decision.decidedBy()));
            add(fields, "Why", decision.explanation());
            return note(effect, whatNow(decision.state()), fields);
        }
    },

    /** Nobody has decided for long. */
    REMINDER("note-reminder") {
        @Override
        TicketNote compose(LedgerSession session, Effect effect) {
            List<TicketField> fields = new ArrayList<>();
            Optional<Instant> since =
                    session.undecided().since(session.origins().get(effect.originId()));
            add(fields, "Waiting since", since.map(Instant::toString));
            return note(effect, "This request still waits: EPM has no decision yet.", fields);
        }
    },

    /** What was approved has come to its end. */
    EXPIRED("note-expired") {
        @Override
        TicketNote compose(LedgerSession session, Effect effect) {
            Sighting seen = EpmWork.sightingOf(session, effect);
            List<TicketField> fields = new ArrayList<>();
            add(fields, "Ended", seen.accessUntil().map(Instant::toString));
            return note(effect, "The approved time is over.", fields);
        }
    },

    /** The ticket has been closed, or reopened, while EPM says something else. */
    DISAGREES("note-disagrees") {
        @Override
        TicketNote compose(LedgerSession session, Effect effect) {
            String[] state = effect.payload().orElseThrow().split("\n", 2);
            List<TicketField> fields = new ArrayList<>();
            add(fields, "EPM says", Optional.of(state[0]));
            add(fields, "State of this ticket", Optional.of(state[1]));
            return note(
                    effect,
                    DecisionStatus.of(state[0]).isPending()
                            ? "This ticket cannot be decided in the state that it is in, but EPM still waits for a decision."
                            : "This ticket is open again, but in EPM the request has been decided. Opening the ticket"
                                    + " changes nothing there.",
                    fields);
        }
    },

    /** The webhook of a request that was found in EPM's list has come after all, and says more. */
    DETAILS("note-details") {
        @Override
        TicketNote compose(LedgerSession session, Effect effect) {
            return note(
                    effect,
                    "EPM's webhook has come late. It says of the request, and nobody has verified it:",
                    Drafts.fields(JitEvent.fromJson(effect.payload().orElseThrow())));
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

    /**
     * What the note is called in the tracker. An effect's key is unique for its ticket in this ledger; one that was brought
     * back from a backup counts on from where that ended, so the time belongs to the name.
     */
    static NoteKey keyOf(Effect effect) {
        String planned = Long.toString(effect.plannedAt().toEpochMilli(), Character.MAX_RADIX);
        return NoteKey.of("epm-jit:" + effect.key() + ":" + planned);
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

    private static String whatNow(DecisionState state) {
        return switch (state) {
            case REFUSED ->
                "The decision was refused, and EPM has not carried it out. The request can be decided again.";
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
