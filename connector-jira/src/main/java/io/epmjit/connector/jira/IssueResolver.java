package io.epmjit.connector.jira;

import io.epmjit.connector.Resolution;
import io.epmjit.connector.ResolveOutcome;
import io.epmjit.http.CallOptions;
import io.epmjit.http.ResponseException;
import io.epmjit.http.ResponseException.Conflict;
import io.epmjit.http.ResponseException.InvalidRequest;
import io.epmjit.http.ResponseException.UnexpectedStatus;
import io.epmjit.model.Retryability;
import io.epmjit.model.TicketRef;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Brings one issue to its end: looks where it is, chooses the way, and takes it if it may. */
final class IssueResolver {

    private static final String RESOLUTION = "resolution";

    private final JiraClient jira;
    private final JiraSettings settings;
    private final CallOptions options;

    IssueResolver(JiraClient jira, JiraSettings settings, CallOptions options) {
        this.jira = jira;
        this.settings = settings;
        this.options = options;
    }

    ResolveOutcome resolve(TicketRef ticket, Resolution how) {
        boolean approved = how.outcome().isApproved();
        TransitionChoice choice = approved ? settings.approvedTransition() : settings.deniedTransition();
        String resolution = approved ? settings.approvedResolution() : settings.deniedResolution();
        String setting = approved ? "Approved Transition" : "Denied Transition";

        JiraStatus now = jira.issue(ticket.id(), List.of("status"), options).status();
        if (choice.isReachedIn(now)) {
            return ResolveOutcome.resolved(now.name());
        }
        List<JiraTransition> offered = jira.transitions(ticket.id(), options);
        List<JiraTransition> fitting = offered.stream().filter(choice::fits).toList();
        if (fitting.isEmpty()) {
            return now.isDone() ? ResolveOutcome.resolved(now.name()) : noWay(now, offered, setting, choice);
        }
        Optional<JiraTransition> chosen = theOneMeant(fitting);
        if (chosen.isEmpty()) {
            return ResolveOutcome.refused("several transitions fit " + choice + " and lead to different statuses ("
                    + listed(fitting) + "): name one in " + setting);
        }
        return take(ticket, chosen.get(), resolution);
    }

    private static ResolveOutcome noWay(
            JiraStatus now, List<JiraTransition> offered, String setting, TransitionChoice choice) {
        return ResolveOutcome.refused(
                offered.isEmpty()
                        ? "Jira offers no transition from status \"" + now.name()
                                + "\": the account lacks Transition Issues, or the workflow ends there"
                        : "no transition from status \"" + now.name() + "\" fits " + choice + " (" + setting
                                + "); Jira offers " + listed(offered));
    }

    /**
     * Of transitions to different statuses (<em>Resolve</em>, <em>Cancel</em>) the one meant is the only one that takes a
     * resolution: there the resolution tells approval and denial apart.
     */
    private static Optional<JiraTransition> theOneMeant(List<JiraTransition> fitting) {
        if (leadToOneStatus(fitting)) {
            return Optional.of(fitting.get(0));
        }
        List<JiraTransition> withResolution = fitting.stream()
                .filter(transition -> transition.fields().containsKey(RESOLUTION))
                .toList();
        return !withResolution.isEmpty() && leadToOneStatus(withResolution)
                ? Optional.of(withResolution.get(0))
                : Optional.empty();
    }

    private static boolean leadToOneStatus(List<JiraTransition> transitions) {
        return transitions.stream().map(JiraTransition::to).distinct().count() == 1;
    }

    private ResolveOutcome take(TicketRef ticket, JiraTransition transition, String resolution) {
        Optional<JiraTransition.ScreenField> screen =
                Optional.ofNullable(transition.fields().get(RESOLUTION));
        Optional<String> entered = screen.flatMap(field -> field.choice(resolution));
        if (screen.isPresent() && screen.get().isDemanded() && entered.isEmpty()) {
            return ResolveOutcome.refused("transition " + transition + " demands a resolution, and \"" + resolution
                    + "\" is none of those that it takes: "
                    + String.join(", ", screen.get().choices()));
        }
        List<String> demanded = transition.fields().entrySet().stream()
                .filter(field ->
                        !field.getKey().equals(RESOLUTION) && field.getValue().isDemanded())
                .map(field -> field.getValue().name())
                .sorted()
                .toList();
        if (!demanded.isEmpty()) {
            return ResolveOutcome.refused("transition " + transition + " demands fields that only people can fill in: "
                    + String.join(", ", demanded));
        }
        Map<String, Object> fields = entered.<Map<String, Object>>map(name -> Map.of(RESOLUTION, Map.of("name", name)))
                .orElse(Map.of());
        try {
            jira.transition(ticket.id(), transition.id(), fields, options);
        } catch (InvalidRequest | Conflict | UnexpectedStatus e) {
            return refusedByJira(transition, e);
        }
        return ResolveOutcome.resolved(transition.to().name());
    }

    private static ResolveOutcome refusedByJira(JiraTransition transition, ResponseException e) {
        if (e.retryability() != Retryability.NEVER) {
            throw e;
        }
        return ResolveOutcome.refused("Jira refuses transition " + transition + " (" + e.status() + ")"
                + e.detail().map(words -> ": " + words).orElse(""));
    }

    private static String listed(List<JiraTransition> transitions) {
        return transitions.stream().limit(10).map(JiraTransition::toString).collect(Collectors.joining(", "));
    }
}
