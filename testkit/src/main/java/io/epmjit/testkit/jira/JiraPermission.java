package io.epmjit.testkit.jira;

import java.util.Optional;

/** What an account may do. Every account may do everything until something is revoked. */
public enum JiraPermission {
    BROWSE_PROJECTS(10, "Browse Projects", Scope.PROJECT),
    CREATE_ISSUES(11, "Create Issues", Scope.PROJECT),
    EDIT_ISSUES(12, "Edit Issues", Scope.PROJECT),
    ASSIGN_ISSUES(13, "Assign Issues", Scope.PROJECT),
    ADD_COMMENTS(15, "Add Comments", Scope.PROJECT),
    DELETE_ISSUES(16, "Delete Issues", Scope.PROJECT),
    /** May be an assignee. */
    ASSIGNABLE_USER(17, "Assignable User", Scope.PROJECT),
    LINK_ISSUES(21, "Link Issues", Scope.PROJECT),
    /** May see who has which role. */
    ADMINISTER_PROJECTS(23, "Administer Projects", Scope.PROJECT),
    MODIFY_REPORTER(30, "Modify Reporter", Scope.PROJECT),
    TRANSITION_ISSUES(46, "Transition Issues", Scope.PROJECT),
    /** Is an agent of the service desk; who is not is a customer there and neither writes nor sees internal notes. */
    SERVICEDESK_AGENT(-1, "Service Project Agent", Scope.PROJECT),
    /** May look for other people. */
    USER_PICKER(27, "Browse users and groups", Scope.GLOBAL);

    private enum Scope {
        PROJECT,
        GLOBAL
    }

    private final int id;
    private final String displayName;
    private final Scope scope;

    JiraPermission(int id, String displayName, Scope scope) {
        this.id = id;
        this.displayName = displayName;
        this.scope = scope;
    }

    String id() {
        return id < 0 ? "com.atlassian.servicedesk.plugin:SERVICEDESK_AGENT" : Integer.toString(id);
    }

    String displayName() {
        return displayName;
    }

    String type() {
        return scope.name();
    }

    static Optional<JiraPermission> of(String key) {
        for (JiraPermission permission : values()) {
            if (permission.name().equals(key)) {
                return Optional.of(permission);
            }
        }
        return Optional.empty();
    }
}
