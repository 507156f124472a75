package io.epmjit.testkit.jira;

import java.util.List;

/** A field that a create screen may show. Immutable. */
public final class JiraField {

    /** What a field takes. */
    public enum Kind {
        /** A plain string of at most 255 characters. */
        SINGLE_LINE("string", "com.atlassian.jira.plugin.system.customfieldtypes:textfield"),
        /** A document in Atlassian Document Format. */
        PARAGRAPH("string", "com.atlassian.jira.plugin.system.customfieldtypes:textarea"),
        /** One of the field's options, {@code {"value": "…"}}. */
        SELECT("option", "com.atlassian.jira.plugin.system.customfieldtypes:select"),
        /** A moment, written {@code 2026-03-01T09:30:00.000+0000}. */
        DATE_TIME("datetime", "com.atlassian.jira.plugin.system.customfieldtypes:datetime"),
        LABELS("array", "com.atlassian.jira.plugin.system.customfieldtypes:labels"),
        USER("user", "com.atlassian.jira.plugin.system.customfieldtypes:userpicker"),
        PRIORITY("priority", ""),
        PROJECT("project", ""),
        ISSUE_TYPE("issuetype", "");

        private final String schemaType;
        private final String customType;

        Kind(String schemaType, String customType) {
            this.schemaType = schemaType;
            this.customType = customType;
        }

        String schemaType() {
            return schemaType;
        }

        String customType() {
            return customType;
        }
    }

    static final JiraField PROJECT = new JiraField("project", "Project", Kind.PROJECT, true, List.of());
    static final JiraField ISSUE_TYPE = new JiraField("issuetype", "Issue Type", Kind.ISSUE_TYPE, true, List.of());
    static final JiraField SUMMARY = new JiraField("summary", "Summary", Kind.SINGLE_LINE, true, List.of());
    static final JiraField DESCRIPTION = new JiraField("description", "Description", Kind.PARAGRAPH, false, List.of());
    static final JiraField REPORTER = new JiraField("reporter", "Reporter", Kind.USER, false, List.of());
    static final JiraField ASSIGNEE = new JiraField("assignee", "Assignee", Kind.USER, false, List.of());
    static final JiraField LABELS = new JiraField("labels", "Labels", Kind.LABELS, false, List.of());
    static final JiraField PRIORITY = new JiraField("priority", "Priority", Kind.PRIORITY, false, List.of());

    static final List<JiraField> SYSTEM =
            List.of(PROJECT, ISSUE_TYPE, SUMMARY, DESCRIPTION, REPORTER, ASSIGNEE, LABELS, PRIORITY);

    private final String id;
    private final String name;
    private final Kind kind;
    private final boolean required;
    private final List<String> options;

    private JiraField(String id, String name, Kind kind, boolean required, List<String> options) {
        this.id = id;
        this.name = name;
        this.kind = kind;
        this.required = required;
        this.options = options;
    }

    /**
     * A custom field of type {@code textfield}.
     *
     * @param id {@code customfield_NNNNN}
     */
    public static JiraField singleLine(String id, String name) {
        return new JiraField(custom(id), name, Kind.SINGLE_LINE, false, List.of());
    }

    /**
     * A custom field of type {@code textarea}.
     *
     * @param id {@code customfield_NNNNN}
     */
    public static JiraField paragraph(String id, String name) {
        return new JiraField(custom(id), name, Kind.PARAGRAPH, false, List.of());
    }

    /**
     * A custom field with a list to choose from.
     *
     * @param id {@code customfield_NNNNN}
     */
    public static JiraField select(String id, String name, String... options) {
        return new JiraField(custom(id), name, Kind.SELECT, false, List.of(options));
    }

    /**
     * A custom field of type {@code datetime}.
     *
     * @param id {@code customfield_NNNNN}
     */
    public static JiraField dateTime(String id, String name) {
        return new JiraField(custom(id), name, Kind.DATE_TIME, false, List.of());
    }

    private static String custom(String id) {
        if (!id.matches("customfield_\\d{5,}")) {
            throw new IllegalArgumentException("a custom field's id is customfield_NNNNN: " + id);
        }
        return id;
    }

    /** This field, which nobody may leave empty now. */
    public JiraField required() {
        return new JiraField(id, name, kind, true, options);
    }

    public String id() {
        return id;
    }

    public String name() {
        return name;
    }

    public Kind kind() {
        return kind;
    }

    public boolean isRequired() {
        return required;
    }

    List<String> options() {
        return options;
    }

    boolean isCustom() {
        return id.startsWith("customfield_");
    }

    /** The number that JQL knows a custom field by: {@code cf[NNNNN]}. */
    long number() {
        return Long.parseLong(id.substring("customfield_".length()));
    }

    @Override
    public String toString() {
        return id + " (" + name + ")";
    }
}
