package io.epmjit.connector.jira;

import io.epmjit.connector.ConnectorException;
import io.epmjit.connector.Resolution;
import io.epmjit.connector.ResolveOutcome;
import io.epmjit.connector.jira.JiraTransition.ScreenField;
import io.epmjit.connector.jira.TransitionChoice.By;
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

/** Brings one issue to one end: looks where it is, chooses the way, and takes it if it may. */
final class IssueResolver {

    private static final String RESOLUTION = "resolution";

    private final JiraClient jira;
    private final JiraSettings settings;
    private final CallOptions options;
    private final TicketRef ticket;
    private final TransitionChoice choice;
    private final String choiceSetting;
    private final String resolution;
    private final String resolutionSetting;

    IssueResolver(JiraClient jira, JiraSettings settings, CallOptions options, TicketRef ticket, Resolution how) {
        this.jira = jira;
        this.settings = settings;
        this.options = options;
        this.ticket = ticket;
        boolean approved = how.outcome().isApproved();
        this.choice = approved ? settings.approvedTransition() : settings.deniedTransition();
        this.choiceSetting = approved ? "Approved Transition" : "Denied Transition";
        this.resolution = approved ? settings.approvedResolution() : settings.deniedResolution();
        this.resolutionSetting = approved ? "Approved Resolution" : "Denied Resolution";
    }

    ResolveOutcome resolve() {
        JiraIssue issue = jira.issue(ticket.id(), List.of("status", "project", "issuetype"), options);
        JiraStatus now = issue.status();
        if (choice.isReachedIn(now)) {
            return ResolveOutcome.resolved(now.name());
        }
        List<JiraTransition> offered = jira.transitions(ticket.id(), options);
        List<JiraTransition> fitting = offered.stream().filter(choice::fits).toList();
        if (fitting.isEmpty()) {
            return endedByATransition(now) ? ResolveOutcome.resolved(now.name()) : noWay(now, offered);
        }
        Optional<JiraTransition> meant = theOneMeant(fitting);
        if (meant.isEmpty()) {
            return ResolveOutcome.refused("several transitions fit " + choice + " and lead to different statuses ("
                    + listed(fitting) + "): name one in " + choiceSetting);
        }
        JiraTransition transition = meant.get();
        if (transition.to().equals(now)) {
            return ResolveOutcome.resolved(now.name());
        }
        return whyNotToTake(issue, transition).map(ResolveOutcome::refused).orElseGet(() -> take(transition));
    }

    /**
     * Whether the issue has ended, and a transition was named that nobody can see it has taken. A status that was named
     * can be seen not to be reached.
     */
    private boolean endedByATransition(JiraStatus now) {
        return now.isDone() && (choice.by() == By.ID || choice.by() == By.NAME);
    }

    private ResolveOutcome noWay(JiraStatus now, List<JiraTransition> offered) {
        return ResolveOutcome.refused(
                offered.isEmpty()
                        ? "Jira offers no transition from status \"" + now.name() + "\" that would fit " + choice + " ("
                                + choiceSetting + "): the account lacks Transition Issues, or the workflow ends there"
                        : "no transition from status \"" + now.name() + "\" fits " + choice + " (" + choiceSetting
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

    private Optional<String> whyNotToTake(JiraIssue issue, JiraTransition transition) {
        List<String> demanded = transition.fields().entrySet().stream()
                .filter(field ->
                        !field.getKey().equals(RESOLUTION) && field.getValue().isDemanded())
                .map(field -> field.getValue().name())
                .sorted()
                .toList();
        if (!demanded.isEmpty()) {
            return Optional.of("transition " + transition + " demands fields that only people can fill in: "
                    + String.join(", ", demanded));
        }
        Optional<ScreenField> screen = resolutionField(transition);
        boolean mustFit = choice.by() == By.CATEGORY
                || screen.filter(ScreenField::isDemanded).isPresent();
        if (screen.isPresent() && mustFit && screen.get().choice(resolution).isEmpty()) {
            return Optional.of("transition " + transition + " asks for a resolution, and \"" + resolution
                    + "\" is none of those that it takes: set " + resolutionSetting + " to one of "
                    + String.join(", ", screen.get().choices()));
        }
        if (screen.isEmpty() && choice.by() == By.CATEGORY && !isTheOnlyStatusOfItsCategory(issue, transition.to())) {
            return Optional.of("transition " + transition + " takes no resolution and leads to one of several statuses"
                    + " that fit " + choice + ", so it may mean the opposite: name one in " + choiceSetting);
        }
        return Optional.empty();
    }

    /** The one transition that is offered now may be <em>Decline</em>, where another status has its <em>Approve</em>. */
    private boolean isTheOnlyStatusOfItsCategory(JiraIssue issue, JiraStatus status) {
        Optional<String> project = issue.idOf("project");
        Optional<String> type = issue.idOf("issuetype");
        if (project.isEmpty() || type.isEmpty()) {
            return false;
        }
        List<JiraStatus> ofTheCategory = jira.statuses(project.get(), type.get(), options).stream()
                .filter(choice::isReachedIn)
                .toList();
        return ofTheCategory.equals(List.of(status));
    }

    private ResolveOutcome take(JiraTransition transition) {
        Map<String, Object> fields = resolutionField(transition)
                .flatMap(field -> field.choice(resolution))
                .<Map<String, Object>>map(name -> Map.of(RESOLUTION, Map.of("name", name)))
                .orElse(Map.of());
        try {
            jira.transition(ticket.id(), transition.id(), fields, options);
        } catch (Conflict e) {
            throw ConnectorException.of(
                    settings.id(),
                    "ticket " + ticket.key() + " was not resolved, because it was being changed at the same time"
                            + inJirasWords(e),
                    Retryability.SAFE);
        } catch (InvalidRequest | UnexpectedStatus e) {
            return refusedByJira(transition, e);
        }
        return ResolveOutcome.resolved(transition.to().name());
    }

    /** Jira refuses a transition also because somebody else was quicker to take it. */
    private ResolveOutcome refusedByJira(JiraTransition transition, ResponseException e) {
        if (e.retryability() != Retryability.NEVER) {
            throw e;
        }
        JiraStatus now = jira.issue(ticket.id(), List.of("status"), options).status();
        return choice.isReachedIn(now) || transition.to().equals(now)
                ? ResolveOutcome.resolved(now.name())
                : ResolveOutcome.refused(
                        "Jira refuses transition " + transition + " (" + e.status() + ")" + inJirasWords(e));
    }

    private static String inJirasWords(ResponseException e) {
        return e.detail().map(words -> ": " + words).orElse("");
    }

    private static Optional<ScreenField> resolutionField(JiraTransition transition) {
        return Optional.ofNullable(transition.fields().get(RESOLUTION));
    }

    private static String listed(List<JiraTransition> transitions) {
        return transitions.stream().limit(10).map(JiraTransition::toString).collect(Collectors.joining(", "));
    }
}
