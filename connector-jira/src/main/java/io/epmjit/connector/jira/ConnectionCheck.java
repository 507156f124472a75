package io.epmjit.connector.jira;

import io.epmjit.connector.HostileText;
import io.epmjit.connector.TrackerCalls;
import io.epmjit.http.CallOptions;
import io.epmjit.http.ConnectionStatus;
import io.epmjit.http.ConnectionStatus.Finding;
import io.epmjit.http.ResponseException.InvalidRequest;
import io.epmjit.http.ResponseException.NotFound;
import io.epmjit.http.ResponseException.Unauthorized;
import io.epmjit.model.EpmJitException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Checks that a connector can do its work: credentials, project, issue type, fields, rights, search. It goes from the
 * outside inwards and stops at the first fault, because what comes after usually follows from it.
 */
final class ConnectionCheck {

    private static final String SINGLE_LINE_TEXT = "com.atlassian.jira.plugin.system.customfieldtypes:textfield";
    private static final Set<String> FILLED_IN_ANYWAY =
            Set.of("project", "issuetype", "summary", "description", "reporter");

    private final JiraClient jira;
    private final JiraSettings settings;
    private final CallOptions options;

    ConnectionCheck(JiraClient jira, JiraSettings settings, CallOptions options) {
        this.jira = jira;
        this.settings = settings;
        this.options = options;
    }

    ConnectionStatus run() {
        try {
            checkSite();
            checkNotes(checkProject());
            checkRights();
            checkNoteRole();
            checkFields(checkIssueType());
            checkAssignee();
            checkSearch();
            return ConnectionStatus.ok();
        } catch (Fault fault) {
            return ConnectionStatus.fault(fault.finding, fault.text);
        } catch (EpmJitException e) {
            return ConnectionStatus.fault(TrackerCalls.finding(e), String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            return ConnectionStatus.fault(
                    Finding.FAILING,
                    "The test itself failed with " + e.getClass().getSimpleName() + ": " + e.getMessage());
        }
    }

    private void checkSite() {
        String deployment;
        try {
            jira.myself(options);
            deployment = jira.deploymentType(options);
        } catch (Unauthorized e) {
            throw new Fault(
                    Finding.WRONG_CREDENTIALS,
                    "Jira refuses the credentials. Check Account E-mail and API Token: a token expires after a year at"
                            + " most, and a token with scopes works only with the Jira API URL"
                            + " https://api.atlassian.com/ex/jira/<cloud id>.");
        } catch (NotFound | InvalidRequest e) {
            throw new Fault(
                    Finding.WRONG_HOST,
                    "At " + settings.apiUrl().orElse(settings.url()) + " there is no Jira Cloud. Check the Jira URL.");
        }
        if (!deployment.equalsIgnoreCase("Cloud")) {
            throw new Fault(
                    Finding.WRONG_HOST,
                    "This is Jira Data Center (deployment type "
                            + HostileText.first(40, HostileText.oneLine(deployment))
                            + "); this connector speaks to Jira Cloud.");
        }
    }

    private JiraClient.JiraProject checkProject() {
        try {
            return jira.project(settings.projectKey(), options);
        } catch (NotFound e) {
            throw new Fault(
                    Finding.WRONG_SETTING,
                    "There is no project " + settings.projectKey()
                            + ", or the account may not see it. Check Project Key"
                            + " and give the account Browse Projects there.");
        }
    }

    private void checkNotes(JiraClient.JiraProject project) {
        if (!project.isServiceDesk() && settings.noteRole().isEmpty()) {
            throw new Fault(
                    Finding.WRONG_SETTING,
                    "Project " + settings.projectKey() + " does not belong to Jira Service Management and so has no"
                            + " internal notes. Set Note Role to the project role that may read what was decided.");
        }
    }

    private void checkRights() {
        List<String> missing = jira.missingPermissions(settings.projectKey(), Rights.toWork(settings), options);
        if (!missing.isEmpty()) {
            throw new Fault(
                    Finding.MISSING_RIGHT,
                    "In project " + settings.projectKey() + " the account lacks: " + Rights.named(missing)
                            + ". A project administrator grants them in the project's permission scheme.");
        }
    }

    /** As far as the account may know: without Administer Projects Jira does not tell who has which role. */
    private void checkNoteRole() {
        settings.noteRole()
                .ifPresent(role -> Rights.ownRoles(jira, settings.projectKey(), options)
                        .filter(roles -> roles.stream().noneMatch(role::equalsIgnoreCase))
                        .ifPresent(roles -> {
                            throw new Fault(
                                    Finding.WRONG_SETTING,
                                    "In project " + settings.projectKey() + " the account does not have the role \""
                                            + role + "\" of Note Role. It has: " + String.join(", ", roles)
                                            + ". Add the account to the role, or set Note Role to one that it has.");
                        }));
    }

    private String checkIssueType() {
        Map<String, String> types = jira.creatableIssueTypes(settings.projectKey(), options);
        return types.entrySet().stream()
                .filter(type -> type.getValue().equals(settings.issueTypeName()))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseThrow(() -> new Fault(
                        Finding.WRONG_SETTING,
                        "In project " + settings.projectKey() + " the account can create no issue of the type \""
                                + settings.issueTypeName() + "\". Set Issue Type Name to one of: "
                                + types.values().stream().limit(20).collect(Collectors.joining(", ")) + "."));
    }

    private void checkFields(String issueTypeId) {
        List<JiraClient.CreateField> fields = jira.createFields(settings.projectKey(), issueTypeId, options);
        Optional<JiraClient.CreateField> stampField = field(fields, settings.customFieldId());
        if (stampField.isEmpty()) {
            throw new Fault(
                    Finding.WRONG_SETTING,
                    "The field " + settings.customFieldId() + " is not on the screen on which \""
                            + settings.issueTypeName() + "\" is created. Check Custom Field ID, and associate the field"
                            + " with the project's create and edit screens.");
        }
        if (stampField.get().customType().filter(SINGLE_LINE_TEXT::equals).isEmpty()) {
            throw new Fault(
                    Finding.WRONG_SETTING,
                    "The field " + settings.customFieldId() + " ("
                            + stampField.get().name()
                            + ") is no single-line text field. Create one of the type \"Short text (plain text only)\""
                            + " and set Custom Field ID to it.");
        }
        if (field(fields, "description").isEmpty()) {
            throw new Fault(
                    Finding.WRONG_SETTING,
                    "The field Description is not on the screen on which \"" + settings.issueTypeName()
                            + "\" is created: add it there, the request's details stand in it.");
        }
        if (settings.assigneeName().isPresent() && field(fields, "assignee").isEmpty()) {
            throw new Fault(
                    Finding.WRONG_SETTING,
                    "The field Assignee is not on the screen on which \"" + settings.issueTypeName()
                            + "\" is created: add it there, or remove Assignee Name.");
        }
        List<String> demanded = fields.stream()
                .filter(JiraClient.CreateField::isDemanded)
                .filter(field -> !FILLED_IN_ANYWAY.contains(field.id()))
                .filter(field -> !field.id().equals(settings.customFieldId()))
                .filter(field -> !(field.id().equals("assignee")
                        && settings.assigneeName().isPresent()))
                .map(field -> field.name() + " (" + field.id() + ")")
                .toList();
        if (!demanded.isEmpty()) {
            throw new Fault(
                    Finding.WRONG_SETTING,
                    "To create a \"" + settings.issueTypeName() + "\" Jira demands fields that this connector does not"
                            + " know: " + String.join(", ", demanded) + ". Make them optional or give them a default.");
        }
    }

    private static Optional<JiraClient.CreateField> field(List<JiraClient.CreateField> fields, String id) {
        return fields.stream().filter(field -> field.id().equals(id)).findFirst();
    }

    private void checkAssignee() {
        if (settings.assigneeName().isPresent()
                && Assignee.find(
                                jira,
                                settings.projectKey(),
                                settings.assigneeName().get(),
                                options)
                        .isEmpty()) {
            throw new Fault(
                    Finding.WRONG_SETTING,
                    "Nobody who can be assigned issues of project " + settings.projectKey()
                            + " has exactly the name, e-mail address or account id of Assignee Name, or more than one"
                            + " has. An account id is never ambiguous.");
        }
    }

    private void checkSearch() {
        try {
            jira.search(
                    Jql.fieldHasPhrase(settings.customFieldId(), "connection-test"),
                    List.of(settings.customFieldId()),
                    1,
                    options);
        } catch (InvalidRequest e) {
            throw new Fault(
                    Finding.WRONG_SETTING,
                    "The field " + settings.customFieldId() + " cannot be searched"
                            + e.detail().map(words -> " (" + words + ")").orElse("")
                            + ". Give the field a searcher: \"Free Text Searcher\".");
        }
    }

    /** What was found, and what to do. */
    private static final class Fault extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private final transient Finding finding;
        private final String text;

        Fault(Finding finding, String text) {
            super(text, null, false, false);
            this.finding = finding;
            this.text = text;
        }
    }
}
