package io.epmjit.connector.contract;

import static io.epmjit.connector.contract.Lab.STAMP;
import static io.epmjit.connector.contract.Rule.rule;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.epmjit.connector.CallContext;
import io.epmjit.connector.Lookup;
import io.epmjit.connector.Lookup.Match;
import io.epmjit.connector.Stamp;
import io.epmjit.connector.TicketConnector;
import io.epmjit.connector.contract.TicketConnectorContract.Given;
import io.epmjit.http.ConnectionStatus;
import io.epmjit.http.ConnectionStatus.Finding;
import io.epmjit.model.TicketRef;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What a connector says of itself, its connection test, its end, and many threads at once. */
final class ConnectorRules {

    private static final int THREADS = 8;
    private static final int TICKETS = 40;

    /** What a connection test finds where nothing but this is wrong; for what is not here, anything but OK. */
    private static final Map<TrackerFault, Finding> FINDINGS = Map.of(
            TrackerFault.UNAUTHORIZED, Finding.WRONG_CREDENTIALS,
            TrackerFault.FORBIDDEN, Finding.MISSING_RIGHT,
            TrackerFault.NO_CONNECTION, Finding.UNREACHABLE,
            TrackerFault.LOGIN_PAGE, Finding.WRONG_HOST);

    private static final Set<TrackerFault> WITHOUT_WORK = EnumSet.of(
            TrackerFault.UNAUTHORIZED,
            TrackerFault.FORBIDDEN,
            TrackerFault.NO_CONNECTION,
            TrackerFault.LOGIN_PAGE,
            TrackerFault.SERVER_ERROR,
            TrackerFault.THROTTLED,
            TrackerFault.REFUSED,
            TrackerFault.REPLY_LOST);

    private static final Duration SHORT = Duration.ofSeconds(1);
    private static final Duration GRACE = Duration.ofSeconds(5);

    private ConnectorRules() {}

    static Stream<Rule> all(Given given) {
        Stream<Rule> always = Stream.of(
                rule("has the same id for ever", ConnectorRules::hasAStableId),
                rule("says the same of its capabilities for ever", ConnectorRules::hasStableCapabilities),
                rule("tells how long its search may lag", ConnectorRules::tellsHowLongItsSearchLags),
                rule("shows no secret", ConnectorRules::showsNoSecret),
                rule("works for many threads at once", ConnectorRules::worksForManyThreads),
                rule("can be closed twice", ConnectorRules::canBeClosedTwice),
                rule("can be closed while the tracker is down", ConnectorRules::canBeClosedWhileTheTrackerIsDown),
                rule("finds its connection good", ConnectorRules::findsItsConnectionGood),
                rule("finds wrong credentials", ConnectorRules::findsWrongCredentials),
                rule("ends its connection test by the deadline", ConnectorRules::endsItsConnectionTest));
        Stream<Rule> faults = WITHOUT_WORK.stream()
                .map(fault ->
                        rule("tells what is wrong with its connection: " + fault, lab -> findsAFault(lab, fault)));
        Stream<Rule> rights = given.rights().stream()
                .map(right -> rule("finds that a right is missing: " + right, lab -> findsAMissingRight(lab, right)));
        return Stream.of(always, faults, rights).flatMap(rules -> rules);
    }

    private static void hasAStableId(Lab lab) {
        try (TicketConnector other = lab.tracker.connector()) {
            assertEquals(lab.connector.id(), other.id());
        }
        assertEquals(lab.connector.id(), lab.connector.id());
    }

    private static void hasStableCapabilities(Lab lab) {
        lab.tracker.fail(Operation.ANY, TrackerFault.NO_CONNECTION);

        try (TicketConnector other = lab.tracker.connector()) {
            assertEquals(lab.connector.capabilities(), other.capabilities());
        }
    }

    private static void tellsHowLongItsSearchLags(Lab lab) {
        assertFalse(lab.connector.consistencyDelay().isNegative(), "time goes forward");
    }

    private static void showsNoSecret(Lab lab) {
        lab.noSecretIn(String.valueOf(lab.connector));
        try (TicketConnector stranger = lab.tracker.connectorWithWrongCredentials()) {
            lab.noSecretIn(String.valueOf(stranger));
        }
    }

    private static void worksForManyThreads(Lab lab) throws Exception {
        List<Stamp> stamps = IntStream.range(0, TICKETS)
                .mapToObj(i -> Stamp.of(STAMP.value() + "-" + i))
                .toList();

        Map<String, TicketRef> opened = new TreeMap<>();
        List<TicketRef> answers = atOnce(stamps.stream()
                .<Callable<TicketRef>>map(stamp -> () -> lab.open(stamp))
                .toList());
        IntStream.range(0, TICKETS).forEach(i -> opened.put(stamps.get(i).value(), answers.get(i)));
        lab.waitForTheSearch();
        List<Lookup<TicketRef>> found = atOnce(stamps.stream()
                .<Callable<Lookup<TicketRef>>>map(stamp -> () -> lab.find(stamp))
                .toList());

        assertEquals(TICKETS, lab.tracker.tickets().size(), "tickets");
        for (int i = 0; i < TICKETS; i++) {
            List<Match<TicketRef>> matches = lab.found(found.get(i));
            assertEquals(
                    List.of(opened.get(stamps.get(i).value())),
                    matches.stream().map(Match::value).toList());
        }
    }

    private static <T> List<T> atOnce(List<Callable<T>> calls) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            List<T> answers = new ArrayList<>();
            for (Future<T> answer : threads.invokeAll(calls)) {
                answers.add(answer.get());
            }
            return answers;
        } finally {
            threads.shutdownNow();
        }
    }

    private static void canBeClosedTwice(Lab lab) {
        lab.connector.close();
        lab.connector.close();

        ConnectionStatus afterwards = lab.connector.testConnection(lab.call());
        lab.noSecretIn(afterwards.message());
    }

    private static void canBeClosedWhileTheTrackerIsDown(Lab lab) {
        lab.open();
        lab.tracker.fail(Operation.ANY, TrackerFault.NO_CONNECTION);

        lab.connector.close();
    }

    private static void findsItsConnectionGood(Lab lab) {
        ConnectionStatus status = lab.connector.testConnection(lab.call());

        assertEquals(ConnectionStatus.ok().message(), status.message());
        assertTrue(lab.tracker.tickets().isEmpty(), "a connection test leaves nothing behind");
    }

    private static void findsWrongCredentials(Lab lab) {
        try (TicketConnector stranger = lab.tracker.connectorWithWrongCredentials()) {
            ConnectionStatus status = stranger.testConnection(lab.call());

            assertEquals(Finding.WRONG_CREDENTIALS, status.finding());
            assertHelpful(lab, status);
        }
    }

    private static void endsItsConnectionTest(Lab lab) {
        lab.tracker.fail(Operation.ANY, TrackerFault.HANGS);
        CallContext call = lab.call(SHORT);

        ConnectionStatus status = assertTimeoutPreemptively(
                SHORT.plus(GRACE),
                () -> lab.connector.testConnection(call),
                "the connection test did not end by its deadline");

        assertFalse(status.isOk(), "nobody answers");
        assertHelpful(lab, status);
    }

    private static void findsAFault(Lab lab, TrackerFault fault) {
        lab.tracker.fail(Operation.ANY, fault);

        ConnectionStatus status = lab.connector.testConnection(lab.call());

        assertFalse(status.isOk(), "the connection is not good");
        assertEquals(FINDINGS.getOrDefault(fault, status.finding()), status.finding());
        assertHelpful(lab, status);
    }

    private static void findsAMissingRight(Lab lab, Right right) {
        lab.tracker.revoke(right);

        ConnectionStatus status = lab.connector.testConnection(lab.call());

        assertFalse(status.isOk(), "without this right the connector cannot do its work");
        assertHelpful(lab, status);
    }

    /** A message of one word tells nobody what to do. */
    private static void assertHelpful(Lab lab, ConnectionStatus status) {
        assertTrue(status.message().strip().contains(" "), "a sentence says what is wrong and what to do");
        lab.noSecretIn(status.message());
    }
}
