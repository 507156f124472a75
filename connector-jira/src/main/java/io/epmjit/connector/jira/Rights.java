package io.epmjit.connector.jira;

import io.epmjit.http.CallOptions;
import io.epmjit.http.ResponseException.Forbidden;
import io.epmjit.http.ResponseException.NotFound;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Which of Jira's project permissions the account needs, and what Jira's own pages call them. */
final class Rights {

    private static final Map<String, String> NAMES = Map.of(
            "BROWSE_PROJECTS", "Browse Projects",
            "CREATE_ISSUES", "Create Issues",
            "ADD_COMMENTS", "Add Comments",
            "TRANSITION_ISSUES", "Transition Issues",
            "ASSIGN_ISSUES", "Assign Issues",
            "SERVICEDESK_AGENT", "Service Project Agent");

    private Rights() {}

    static List<String> toWork(JiraSettings settings) {
        List<String> rights =
                new ArrayList<>(List.of("BROWSE_PROJECTS", "CREATE_ISSUES", "ADD_COMMENTS", "TRANSITION_ISSUES"));
        if (settings.assigneeName().isPresent()) {
            rights.add("ASSIGN_ISSUES");
        }
        if (settings.noteRole().isEmpty()) {
            rights.add("SERVICEDESK_AGENT");
        }
        return rights;
    }

    static List<String> toSeeNotes(JiraSettings settings) {
        return settings.noteRole().isEmpty()
                ? List.of("BROWSE_PROJECTS", "SERVICEDESK_AGENT")
                : List.of("BROWSE_PROJECTS", "ADD_COMMENTS");
    }

    /** The project roles of the account; empty where it may not look them up. */
    static Optional<List<String>> ownRoles(JiraClient jira, String projectIdOrKey, CallOptions options) {
        try {
            return Optional.of(jira.ownRoles(projectIdOrKey, options));
        } catch (Forbidden | NotFound e) {
            return Optional.empty();
        }
    }

    static String named(List<String> keys) {
        return keys.stream().map(key -> NAMES.getOrDefault(key, key)).collect(Collectors.joining(", "));
    }
}
