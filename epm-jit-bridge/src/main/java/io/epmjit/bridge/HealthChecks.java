package io.epmjit.bridge;

import io.epmjit.bridge.Health.Finding;
import io.epmjit.ledger.Backlog;
import io.epmjit.ledger.Effect;
import io.epmjit.ledger.KeptBody;
import io.epmjit.ledger.TargetHold;
import io.epmjit.ledger.TaskReport;
import io.epmjit.webhook.WebhookSource;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** What the parts of a bridge have to say of their health. */
final class HealthChecks {

    /** Work that is due is taken within a second; so long, nobody takes it. */
    private static final Duration LONGEST_DUE = Duration.ofMinutes(5);

    /** So long a tracker may be away before somebody should know. */
    private static final Duration LONGEST_UNFINISHED = Duration.ofMinutes(15);

    private static final Duration MISSED_MATTERS = Duration.ofHours(1);

    private HealthChecks() {}

    /** What does not go on at the outside systems. */
    static List<Finding> work(Figures figures, Instant now) {
        List<Finding> findings = new ArrayList<>();
        for (Backlog backlog : figures.backlogs()) {
            if (figures.isHeld(backlog.target())) {
                continue;
            }
            Optional<Instant> due = backlog.longestDue().filter(since -> since.isBefore(now.minus(LONGEST_DUE)));
            Optional<Instant> oldest = backlog.oldest().filter(since -> since.isBefore(now.minus(LONGEST_UNFINISHED)));
            if (due.isPresent()) {
                findings.add(Finding.warning(
                                backlog.target(),
                                Figures.many(
                                        backlog.size(),
                                        "piece of work waits, and no worker takes it",
                                        "pieces of work wait, and no worker takes them"),
                                "Is the bridge started, and not paused? Are there enough workers?")
                        .since(due.get()));
            } else if (oldest.isPresent()) {
                findings.add(Finding.warning(
                                backlog.target(),
                                Figures.many(backlog.size(), "piece of work does", "pieces of work do")
                                        + " not get done; the oldest: "
                                        + backlog.explanation().orElse("nothing was said of it"),
                                "They are tried again by themselves; testConnections() says what is wrong there")
                        .since(oldest.get()));
            }
        }
        return findings;
    }

    /** Whether this node has been told to begin nothing. */
    static HealthCheck paused(Supplier<Optional<Instant>> pausedSince) {
        return (figures, now) -> pausedSince.get().stream()
                .map(since -> Finding.notice(
                                "bridge",
                                "this node is paused: it takes webhooks and decisions, and leaves all other work to the other"
                                        + " nodes",
                                "Call resume() to have it work again")
                        .since(since))
                .toList();
    }

    /** Which outside systems are left alone, and why. */
    static List<Finding> holds(Figures figures, Instant now) {
        return figures.holds().stream()
                .map(hold -> hold(hold).since(hold.since()))
                .toList();
    }

    private static Finding hold(TargetHold hold) {
        return switch (hold.reason()) {
            case THROTTLED ->
                Finding.notice(
                        hold.target(),
                        "it asks for patience; its work waits: " + hold.why(),
                        "Nothing, unless it lasts: then raise the limit there, or send less");
            case REFUSED ->
                Finding.warning(
                        hold.target(),
                        "it does not let us in; its work waits: " + hold.why(),
                        "Renew the credential or grant the right; testConnections() says which. switchOn ends the"
                                + " waiting at once");
            case SWITCHED_OFF ->
                Finding.notice(
                        hold.target(),
                        "it is switched off; its work waits: " + hold.why(),
                        "Call switchOn, or enable the integration in its settings, to have the work done");
        };
    }

    /** What has been given up, and waits for an operator. */
    static HealthCheck givenUp(Set<String> trackers) {
        return (figures, now) -> figures.givenUp().stream()
                .filter(dead -> dead.count() > 0 && trackers.contains(dead.target()))
                .map(dead -> Finding.warning(
                        dead.target(),
                        Figures.many(dead.count(), "piece of work has", "pieces of work have")
                                + " been given up; the last: "
                                + dead.last().flatMap(Effect::explanation).orElse("nothing was said of it"),
                        "Put the cause right, then call retryGivenUp(); deadLetters() lists it piece by piece"))
                .toList();
    }

    /** Bodies that fit no template, and the first difference. */
    static HealthCheck quarantine(Map<String, WebhookSource> sources) {
        return (figures, now) -> figures.firstQuarantined().stream()
                .map(first -> Finding.warning(
                                "quarantine",
                                Figures.many(figures.quarantined(), "webhook fits", "webhooks fit")
                                        + " no declared template and opened no ticket; the first, for "
                                        + first.incoming().source() + ": "
                                        + first.incoming().quarantined().orElse(""),
                                remedy(sources, first))
                        .since(first.incoming().receivedAt()))
                .toList();
    }

    private static String remedy(Map<String, WebhookSource> sources, KeptBody first) {
        return sources.containsKey(first.incoming().source())
                ? "Compare the template in EPM's webhook settings with the one that the source declares: corrected, what"
                        + " waits is taken in after the next start; quarantine() shows it, and discards what nobody needs"
                : "The bridge has no such source any more: declare it again, or discard what waits by quarantine()";
    }

    /** Requests that no route takes. */
    static List<Finding> held(Figures figures, Instant now) {
        return figures.firstHeld().stream()
                .map(first -> Finding.warning(
                                "routes",
                                Figures.many(figures.held(), "request has", "requests have") + " no ticket; the first, "
                                        + Requests.of(first) + ": "
                                        + first.heldBecause().orElse(""),
                                "Correct the routes: they are asked again every minute, and after the next start. The"
                                        + " requests can be decided meanwhile")
                        .since(first.openedAt()))
                .toList();
    }

    /** What the reconcilers noticed. */
    static HealthCheck reconcilers(List<Findings> noticed) {
        return (figures, now) ->
                noticed.stream().flatMap(one -> one.all().stream()).toList();
    }

    /** What recurs and has failed. */
    static HealthCheck tasks(Supplier<List<TaskReport>> reports) {
        return (figures, now) -> reports.get().stream()
                .filter(task -> task.failure().isPresent())
                .map(HealthChecks::failing)
                .toList();
    }

    private static Finding failing(TaskReport task) {
        Finding finding = Finding.warning(
                "task " + task.name(),
                "its last run failed: " + task.failure().orElse(""),
                "It is tried again within a minute; the log has the cause");
        return task.doneAt().map(finding::since).orElse(finding);
    }

    /** What listeners could not keep up with. */
    static HealthCheck listeners(Announcer announcer) {
        return (figures, now) -> announcer
                .lastMissedAt()
                .filter(last -> last.isAfter(now.minus(MISSED_MATTERS)))
                .map(last -> Finding.warning(
                                "listeners",
                                "listeners are too slow, and have missed " + announcer.missed()
                                        + " changes since the start",
                                "Let the listener hand over what takes long to a thread of its own")
                        .since(last))
                .stream()
                .toList();
    }

    /** Whether what comes in can be written down. */
    static HealthCheck intake(Intake intake) {
        return (figures, now) -> {
            List<Finding> findings = new ArrayList<>();
            if (!intake.hasRoom()) {
                findings.add(Finding.failure(
                        "ledger",
                        "there is no room for new requests: webhooks are answered 503",
                        "Make room on the ledger's disk"));
            }
            intake.failingSince()
                    .ifPresent(since -> findings.add(Finding.failure(
                                    "ledger",
                                    "the last webhook could not be written down, and was answered 503",
                                    "Look into the log, and at the ledger's database; EPM's delivery history has what was"
                                            + " not taken")
                            .since(since)));
            return findings;
        };
    }
}
