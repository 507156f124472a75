package io.epmjit.testkit.jira;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The statuses of a project's issues, the first of which is where an issue begins, and the ways between them. Immutable. */
public final class JiraWorkflow {

    /** What a transition's screen asks for. */
    public enum Screen {
        /** There is no screen; no field may be sent. */
        NONE,
        /** A resolution may be sent. */
        RESOLUTION_OPTIONAL,
        /** A resolution must be sent. */
        RESOLUTION_REQUIRED
    }

    record Status(String id, String name, StatusCategory category) {}

    /** @param from the names of the statuses that it leads away from; empty for every status */
    record Transition(String id, String name, Set<String> from, String to, Screen screen) {

        boolean isGlobal() {
            return from.isEmpty();
        }

        /** A way from every status is offered in the one that it leads to, too. */
        boolean isOfferedIn(Status status) {
            return isGlobal() || from.contains(status.name());
        }

        boolean isLooped() {
            return isGlobal() || from.contains(to);
        }
    }

    private final Map<String, Status> statuses;
    private final List<Transition> transitions;

    private JiraWorkflow(Map<String, Status> statuses, List<Transition> transitions) {
        this.statuses = statuses;
        this.transitions = transitions;
    }

    public static Builder builder() {
        return new Builder();
    }

    /**
     * As service projects have it: Open, In Progress, Pending, Resolved, Canceled, Closed. Resolving demands a
     * resolution; nothing leads from Open to Closed.
     */
    public static JiraWorkflow serviceRequest() {
        return builder()
                .status("10001", "Open", StatusCategory.NEW)
                .status("3", "In Progress", StatusCategory.INDETERMINATE)
                .status("10002", "Pending", StatusCategory.INDETERMINATE)
                .status("5", "Resolved", StatusCategory.DONE)
                .status("10003", "Canceled", StatusCategory.DONE)
                .status("6", "Closed", StatusCategory.DONE)
                .transition("11", "Start progress", Set.of("Open"), "In Progress", Screen.NONE)
                .transition("21", "Pending", Set.of("In Progress"), "Pending", Screen.NONE)
                .transition("31", "Back to in progress", Set.of("Pending"), "In Progress", Screen.NONE)
                .transition(
                        "41",
                        "Resolve this issue",
                        Set.of("Open", "In Progress", "Pending"),
                        "Resolved",
                        Screen.RESOLUTION_REQUIRED)
                .transition("51", "Cancel request", Set.of("Open", "In Progress", "Pending"), "Canceled", Screen.NONE)
                .transition("61", "Close", Set.of("Resolved"), "Closed", Screen.RESOLUTION_OPTIONAL)
                .transition("71", "Reopen issue", Set.of("Resolved"), "In Progress", Screen.NONE)
                .build();
    }

    /** To Do, In Progress, Done, each to be reached from everywhere and without a screen. */
    public static JiraWorkflow simple() {
        return builder()
                .status("10010", "To Do", StatusCategory.NEW)
                .status("3", "In Progress", StatusCategory.INDETERMINATE)
                .status("10011", "Done", StatusCategory.DONE)
                .transition("11", "To Do", Set.of(), "To Do", Screen.NONE)
                .transition("21", "In Progress", Set.of(), "In Progress", Screen.NONE)
                .transition("31", "Done", Set.of(), "Done", Screen.NONE)
                .build();
    }

    /**
     * This workflow in another language: names of statuses and transitions are replaced, ids and categories stay. What
     * has no translation keeps its name.
     */
    public JiraWorkflow translated(Map<String, String> names) {
        Builder builder = builder();
        statuses.values()
                .forEach(status -> builder.status(
                        status.id(), names.getOrDefault(status.name(), status.name()), status.category()));
        for (Transition transition : transitions) {
            List<String> from = transition.from().stream()
                    .map(name -> names.getOrDefault(name, name))
                    .toList();
            builder.transition(
                    transition.id(),
                    names.getOrDefault(transition.name(), transition.name()),
                    Set.copyOf(from),
                    names.getOrDefault(transition.to(), transition.to()),
                    transition.screen());
        }
        return builder.build();
    }

    Status initial() {
        return statuses.values().iterator().next();
    }

    List<Status> statuses() {
        return List.copyOf(statuses.values());
    }

    List<Transition> transitions() {
        return transitions;
    }

    Optional<Status> find(String name) {
        return Optional.ofNullable(statuses.get(name));
    }

    /** @throws IllegalArgumentException if the workflow has no such status */
    Status status(String name) {
        return find(name)
                .orElseThrow(() -> new IllegalArgumentException(
                        "no status '" + name + "' in the workflow; there are " + statuses.keySet()));
    }

    /** Collects a workflow; not for use by several threads. */
    public static final class Builder {

        private final Map<String, Status> statuses = new LinkedHashMap<>();
        private final List<Transition> transitions = new ArrayList<>();

        private Builder() {}

        /** Adds a status. A status of the same id in another project's workflow is the same one: give it the same name. */
        public Builder status(String id, String name, StatusCategory category) {
            statuses.put(name, new Status(id, name, category));
            return this;
        }

        /**
         * Adds a way.
         *
         * @param from names of statuses; empty for every status
         */
        public Builder transition(String id, String name, Set<String> from, String to, Screen screen) {
            if (!id.matches("\\d+")) {
                throw new IllegalArgumentException("a transition's id is a number: " + id);
            }
            transitions.add(new Transition(id, name, Set.copyOf(from), to, screen));
            return this;
        }

        /** @throws IllegalStateException if there is no status, or a transition names one that is not there */
        public JiraWorkflow build() {
            if (statuses.isEmpty()) {
                throw new IllegalStateException("a workflow needs a status to begin with");
            }
            for (Transition transition : transitions) {
                if (!statuses.containsKey(transition.to()) || !statuses.keySet().containsAll(transition.from())) {
                    throw new IllegalStateException("transition '" + transition.name()
                            + "' names a status that the workflow does not have; there are " + statuses.keySet());
                }
            }
            return new JiraWorkflow(new LinkedHashMap<>(statuses), List.copyOf(transitions));
        }
    }
}
