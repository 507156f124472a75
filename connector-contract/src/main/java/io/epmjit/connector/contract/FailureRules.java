package io.epmjit.connector.contract;

import static io.epmjit.connector.contract.Lab.KEY;
import static io.epmjit.connector.contract.Lab.STAMP;
import static io.epmjit.connector.contract.Rule.rule;
import static io.epmjit.connector.contract.TrackerFault.FORBIDDEN;
import static io.epmjit.connector.contract.TrackerFault.GATEWAY_ERROR;
import static io.epmjit.connector.contract.TrackerFault.HANGS;
import static io.epmjit.connector.contract.TrackerFault.LOGIN_PAGE;
import static io.epmjit.connector.contract.TrackerFault.NO_CONNECTION;
import static io.epmjit.connector.contract.TrackerFault.PUBLISHED;
import static io.epmjit.connector.contract.TrackerFault.REFUSED;
import static io.epmjit.connector.contract.TrackerFault.REPLY_LOST;
import static io.epmjit.connector.contract.TrackerFault.SERVER_ERROR;
import static io.epmjit.connector.contract.TrackerFault.THROTTLED;
import static io.epmjit.model.Retryability.NEVER;
import static io.epmjit.model.Retryability.OUTCOME_UNKNOWN;
import static io.epmjit.model.Retryability.SAFE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.fail;

import io.epmjit.connector.CallContext;
import io.epmjit.connector.ConnectorException;
import io.epmjit.connector.ConnectorException.Throttle;
import io.epmjit.connector.Lookup;
import io.epmjit.connector.ResolveOutcome;
import io.epmjit.connector.ResolveOutcome.Refused;
import io.epmjit.connector.TicketConnector;
import io.epmjit.connector.contract.TicketConnectorContract.Given;
import io.epmjit.model.Retryability;
import io.epmjit.model.TicketRef;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * What every operation makes of everything that goes wrong. The connector is a new one each time: for one that keeps a
 * connection, a tracker that has gone down is a connection that breaks, and so another fault.
 */
final class FailureRules {

    /** How long a call may take that nobody answers: longer, if it has not even been sent by then. */
    private static final List<Duration> UNTIL_NOBODY_ANSWERS =
            List.of(Duration.ofMillis(300), Duration.ofSeconds(3), Duration.ofSeconds(20));

    /** How much later than its deadline a call may end, on a machine with much to do. */
    private static final Duration GRACE = Duration.ofSeconds(5);

    private static final Set<TrackerFault> FAULTS = EnumSet.complementOf(EnumSet.of(PUBLISHED));
    private static final Set<TrackerFault> DONE_ALL_THE_SAME = EnumSet.of(REPLY_LOST, GATEWAY_ERROR);
    private static final Set<TrackerFault> NOBODY_KNOWS =
            EnumSet.of(REPLY_LOST, GATEWAY_ERROR, SERVER_ERROR, LOGIN_PAGE, HANGS);
    private static final Set<TrackerFault> WILL_PASS =
            EnumSet.of(REPLY_LOST, GATEWAY_ERROR, SERVER_ERROR, HANGS, NO_CONNECTION, THROTTLED);

    private FailureRules() {}

    static Stream<Rule> all(Given given) {
        Stream<Rule> rules = FAULTS.stream()
                .flatMap(fault -> Stream.of(
                        rule("of opening, " + fault, lab -> opening(lab, fault)),
                        rule("of finding, " + fault, lab -> finding(lab, fault)),
                        rule("of reading, " + fault, lab -> reading(lab, fault))));
        Stream<Rule> notes = FAULTS.stream()
                .flatMap(fault -> Stream.of(
                        rule("of a note, " + fault, lab -> writingANote(lab, fault)),
                        rule("of finding a note, " + fault, lab -> findingANote(lab, fault))));
        Stream<Rule> resolving = FAULTS.stream()
                .filter(fault -> fault != REFUSED)
                .map(fault -> rule("of resolving, " + fault, lab -> resolving(lab, fault)));
        return Stream.of(
                        rules,
                        given.hasNotes() ? notes : Stream.<Rule>of(),
                        given.resolves() ? resolving : Stream.<Rule>of())
                .flatMap(some -> some);
    }

    private static void opening(Lab lab, TrackerFault fault) {
        TicketConnector tested = lab.anotherConnector();
        lab.tracker.fail(Operation.OPEN, fault);

        ConnectorException failure = failure(lab, Operation.OPEN, fault, call -> tested.open(Lab.draft(STAMP), call));

        assertWrite(failure, fault);
        assertEquals(
                DONE_ALL_THE_SAME.contains(fault) ? 1 : 0, lab.tracker.tickets().size(), "tickets that were made");
        lab.tracker.mend();
        lab.waitForTheSearch();
        assertSettled(lab, tested.find(STAMP, lab.call()), fault);
    }

    private static void writingANote(Lab lab, TrackerFault fault) {
        TicketRef ticket = lab.open();
        TicketConnector tested = lab.anotherConnector();
        lab.tracker.fail(Operation.NOTE, fault);

        ConnectorException failure =
                failure(lab, Operation.NOTE, fault, call -> tested.note(ticket, Lab.note(KEY), call));

        assertWrite(failure, fault);
        assertEquals(
                DONE_ALL_THE_SAME.contains(fault) ? 1 : 0,
                lab.theTicket().notes().size(),
                "notes that were written");
        lab.tracker.mend();
        assertSettled(lab, tested.findNote(ticket, KEY, lab.call()), fault);
    }

    /** What the bridge finds out, once the tracker is well again. */
    private static void assertSettled(Lab lab, Lookup<?> answer, TrackerFault fault) {
        if (DONE_ALL_THE_SAME.contains(fault)) {
            assertEquals(1, lab.found(answer).size(), "what was done once is found once");
        } else {
            lab.absent(answer);
        }
    }

    private static void assertWrite(ConnectorException failure, TrackerFault fault) {
        if (NOBODY_KNOWS.contains(fault)) {
            assertEquals(OUTCOME_UNKNOWN, failure.retryability(), "it may have been done");
        } else if (WILL_PASS.contains(fault)) {
            assertEquals(SAFE, failure.retryability(), "nothing was done, and it will pass");
        } else {
            assertNotEquals(OUTCOME_UNKNOWN, failure.retryability(), "nothing was done, and that is known");
        }
        assertPatience(failure, fault);
    }

    /** It may be asked for again in any case, and what was done is a success then. */
    private static void resolving(Lab lab, TrackerFault fault) {
        TicketRef ticket = lab.open();
        TicketConnector tested = lab.anotherConnector();
        lab.tracker.fail(Operation.RESOLVE, fault);

        if (fault == FORBIDDEN) {
            assertRefusedOrFailed(tested, ticket, lab.call());
        } else {
            ConnectorException failure =
                    failure(lab, Operation.RESOLVE, fault, call -> tested.resolve(ticket, Lab.approved(), call));
            if (NOBODY_KNOWS.contains(fault)) {
                assertNotEquals(NEVER, failure.retryability(), "it may have been done");
            } else {
                assertWrite(failure, fault);
            }
        }

        lab.tracker.mend();
        ResolveOutcome afterwards = tested.resolve(ticket, Lab.approved(), lab.call());
        assertEquals(ResolveOutcome.resolved(lab.theTicket().status()), afterwards);
    }

    private static void assertRefusedOrFailed(TicketConnector tested, TicketRef ticket, CallContext call) {
        try {
            assertInstanceOf(Refused.class, tested.resolve(ticket, Lab.approved(), call));
        } catch (ConnectorException failed) {
            assertNotEquals(OUTCOME_UNKNOWN, failed.retryability(), "nothing was done, and that is known");
        }
    }

    private static void reading(Lab lab, TrackerFault fault) {
        TicketRef ticket = lab.open();
        TicketConnector tested = lab.anotherConnector();
        lab.tracker.fail(Operation.READ, fault);

        ConnectorException failure = failure(lab, Operation.READ, fault, call -> tested.read(ticket, call));

        assertRead(failure, fault);
    }

    private static void finding(Lab lab, TrackerFault fault) {
        lab.open();
        lab.waitForTheSearch();
        TicketConnector tested = lab.anotherConnector();
        lab.tracker.fail(Operation.FIND, fault);
        if (WILL_PASS.contains(fault)) {
            assertRead(failure(lab, Operation.FIND, fault, call -> tested.find(STAMP, call)), fault);
        } else {
            lab.cannotTell(tested.find(STAMP, lab.call()));
        }
    }

    private static void findingANote(Lab lab, TrackerFault fault) {
        TicketRef ticket = lab.open();
        lab.connector.note(ticket, Lab.note(KEY), lab.call());
        TicketConnector tested = lab.anotherConnector();
        lab.tracker.fail(Operation.FIND_NOTE, fault);
        if (WILL_PASS.contains(fault)) {
            assertRead(failure(lab, Operation.FIND_NOTE, fault, call -> tested.findNote(ticket, KEY, call)), fault);
        } else {
            lab.cannotTell(tested.findNote(ticket, KEY, lab.call()));
        }
    }

    private static void assertRead(ConnectorException failure, TrackerFault fault) {
        Retryability retryability = failure.retryability();
        if (WILL_PASS.contains(fault)) {
            assertEquals(SAFE, retryability, "reading changes nothing, and this will pass");
        } else {
            assertNotEquals(OUTCOME_UNKNOWN, retryability, "reading changes nothing");
        }
        assertPatience(failure, fault);
    }

    private static void assertPatience(ConnectorException failure, TrackerFault fault) {
        if (fault == THROTTLED) {
            assertEquals(Optional.of(TrackerFault.RETRY_AFTER), failure.retryAfter(), "what Retry-After asked for");
            assertNotEquals(Throttle.NONE, failure.throttle(), "how much of the work is throttled");
        }
    }

    /** The failure of an operation, ended by its deadline, even if nobody answers. */
    private static ConnectorException failure(
            Lab lab, Operation operation, TrackerFault fault, Consumer<CallContext> work) {
        if (fault != HANGS) {
            return lab.failure(() -> work.accept(lab.call()));
        }
        for (Duration time : UNTIL_NOBODY_ANSWERS) {
            ConnectorException failure = assertTimeoutPreemptively(
                    time.plus(GRACE),
                    () -> lab.failure(() -> work.accept(lab.call(time))),
                    "the call did not end by its deadline");
            if (lab.tracker.requests(operation) > 0) {
                return failure;
            }
        }
        return fail("however much time it has, the connector sends no request to " + operation);
    }
}
