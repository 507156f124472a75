package io.epmjit.testkit.jira;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A project with its issue types, its create screen and its workflow. Immutable. */
public final class JiraProject {

    /** What kind of project it is. */
    public enum Kind {
        /** Its issues are customer requests: they have public comments and internal notes. */
        SERVICE_DESK("service_desk"),
        SOFTWARE("software");

        private final String key;

        Kind(String key) {
            this.key = key;
        }

        String key() {
            return key;
        }
    }

    private final String key;
    private final String name;
    private final Kind kind;
    private final List<String> issueTypes;
    private final Map<String, JiraField> screen;
    private final JiraWorkflow workflow;

    private JiraProject(Builder builder) {
        this.key = builder.key;
        this.name = builder.name;
        this.kind = builder.kind;
        this.issueTypes = List.copyOf(builder.issueTypes);
        this.screen = new LinkedHashMap<>(builder.screen);
        this.workflow = builder.workflow;
    }

    /**
     * A service project with the service request workflow.
     *
     * @param key upper-case letters, digits, underscores
     */
    public static Builder serviceDesk(String key) {
        return new Builder(key, Kind.SERVICE_DESK, JiraWorkflow.serviceRequest());
    }

    /**
     * A project without a service desk, with the simple workflow.
     *
     * @param key upper-case letters, digits, underscores
     */
    public static Builder plain(String key) {
        return new Builder(key, Kind.SOFTWARE, JiraWorkflow.simple());
    }

    public String key() {
        return key;
    }

    public String name() {
        return name;
    }

    public Kind kind() {
        return kind;
    }

    /** The names of its issue types. */
    public List<String> issueTypes() {
        return issueTypes;
    }

    /** The first of its issue types. */
    public String issueType() {
        return issueTypes.get(0);
    }

    List<JiraField> screen() {
        return List.copyOf(screen.values());
    }

    Optional<JiraField> onScreen(String fieldId) {
        return Optional.ofNullable(screen.get(fieldId));
    }

    JiraWorkflow workflow() {
        return workflow;
    }

    boolean isServiceDesk() {
        return kind == Kind.SERVICE_DESK;
    }

    /** Collects a project; not for use by several threads. */
    public static final class Builder {

        private final String key;
        private final Kind kind;
        private final List<String> issueTypes = new ArrayList<>();
        private final Map<String, JiraField> screen = new LinkedHashMap<>();
        private JiraWorkflow workflow;
        private String name;

        private Builder(String key, Kind kind, JiraWorkflow workflow) {
            if (!key.matches("[A-Z][A-Z0-9_]{1,9}")) {
                throw new IllegalArgumentException("a project key is 2 to 10 upper-case letters, digits, "
                        + "underscores and begins with a letter: " + key);
            }
            this.key = key;
            this.name = key;
            this.kind = kind;
            this.workflow = workflow;
            JiraField.SYSTEM.forEach(this::field);
        }

        public Builder name(String name) {
            this.name = name;
            return this;
        }

        /** Adds an issue type; without any there is one named {@code Access Request}. */
        public Builder issueType(String name) {
            issueTypes.add(name);
            return this;
        }

        /** Puts a field on the create screen, in place of one with the same id. */
        public Builder field(JiraField field) {
            screen.put(field.id(), field);
            return this;
        }

        /** Takes a field off the create screen, {@code reporter} for example. */
        public Builder withoutField(String id) {
            screen.remove(id);
            return this;
        }

        public Builder workflow(JiraWorkflow workflow) {
            this.workflow = workflow;
            return this;
        }

        public JiraProject build() {
            if (issueTypes.isEmpty()) {
                issueTypes.add("Access Request");
            }
            return new JiraProject(this);
        }
    }
}
