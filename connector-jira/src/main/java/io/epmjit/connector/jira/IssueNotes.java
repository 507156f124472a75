package io.epmjit.connector.jira;

import io.epmjit.connector.ConnectorException;
import io.epmjit.connector.HostileText;
import io.epmjit.connector.Lookup;
import io.epmjit.connector.Lookup.Match;
import io.epmjit.connector.NoteKey;
import io.epmjit.connector.TicketNote;
import io.epmjit.http.CallOptions;
import io.epmjit.http.ResponseException.NotFound;
import io.epmjit.model.EpmJitException;
import io.epmjit.model.Retryability;
import io.epmjit.model.TicketRef;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The notes of one issue that outsiders do not see. */
final class IssueNotes {

    private static final int MOST_PAGES = 20;
    private static final String WHERE_NOTES_ARE_INTERNAL =
            "Notes are internal only in a Service Management project, written by an agent; elsewhere set Note Role";

    private final JiraClient jira;
    private final JiraSettings settings;
    private final CallOptions options;

    IssueNotes(JiraClient jira, JiraSettings settings, CallOptions options) {
        this.jira = jira;
        this.settings = settings;
        this.options = options;
    }

    void write(TicketRef ticket, TicketNote note) {
        JiraClient.WrittenNote written = settings.noteRole()
                .map(role -> jira.addCommentForRole(ticket.id(), NoteText.asDocument(note), role, options))
                .orElseGet(() -> writeInternally(ticket, note));
        if (!written.isInternal()) {
            throw visibleToOutsiders(ticket, written);
        }
    }

    private JiraClient.WrittenNote writeInternally(TicketRef ticket, TicketNote note) {
        try {
            return jira.addInternalNote(ticket.id(), NoteText.asWikiMarkup(note), options);
        } catch (NotFound e) {
            throw ConnectorException.of(
                    settings.id(),
                    "the note was not written, because Jira knows no customer request " + ticket.key()
                            + ": only those of a Service Management project have internal notes. For other issues set"
                            + " Note Role (" + e.getMessage() + ")",
                    e);
        }
    }

    /** Takes back what customers were not to see, and says so. Writing it again would only publish it once more. */
    private ConnectorException visibleToOutsiders(TicketRef ticket, JiraClient.WrittenNote written) {
        String fate;
        try {
            jira.deleteComment(ticket.id(), written.commentId(), options);
            fate = "it has been deleted again";
        } catch (EpmJitException e) {
            fate = "delete comment " + HostileText.first(40, written.commentId()) + " there by hand (" + e.getMessage()
                    + ")";
        }
        return ConnectorException.of(
                settings.id(),
                "Jira does not confirm that the note on " + ticket.key()
                        + " is internal, so outsiders may have seen it; "
                        + fate + ". " + WHERE_NOTES_ARE_INTERNAL,
                Retryability.NEVER);
    }

    Lookup<NoteKey> find(TicketRef ticket, NoteKey key) {
        Optional<List<JiraComment>> comments = jira.comments(ticket.id(), MOST_PAGES, options);
        if (comments.isEmpty()) {
            return Lookup.cannotTell("the comments of ticket " + ticket.key()
                    + " cannot be read to their end: there are" + " too many, or Jira shows fewer than it counts");
        }
        OwnAccounts own = OwnAccounts.of(jira, settings, options);
        List<JiraComment> written = comments.get().stream()
                .filter(comment -> NoteText.hasKey(comment.text(), key))
                .filter(comment -> comment.author().filter(own::include).isPresent())
                .toList();
        Optional<JiraComment> published =
                written.stream().filter(comment -> !isInternal(comment)).findFirst();
        if (published.isPresent()) {
            return notConfirmed(ticket, published.get());
        }
        List<Match<NoteKey>> matches = written.stream()
                .map(comment ->
                        new Match<>(key, comment.created(), comment.author().map(JiraAccount::accountId), true))
                .sorted(Comparator.comparing(Match::createdAt))
                .toList();
        return matches.isEmpty() ? absentIfAllowedToSee(ticket, comments.get()) : Lookup.found(matches);
    }

    private boolean isInternal(JiraComment comment) {
        return settings.noteRole().map(comment::isFor).orElse(comment.isInternal());
    }

    /**
     * A note that outsiders may see is not the one that was to be written. It stays where it is: once it were gone, the
     * next look would say that it is absent, and it would be written, and published, again.
     */
    private static Lookup<NoteKey> notConfirmed(TicketRef ticket, JiraComment published) {
        return Lookup.cannotTell("the note was written, but Jira does not confirm that it is internal, so outsiders may"
                + " have seen it: delete comment " + HostileText.first(40, published.id()) + " of " + ticket.key()
                + " by hand. " + WHERE_NOTES_ARE_INTERNAL);
    }

    private Lookup<NoteKey> absentIfAllowedToSee(TicketRef ticket, List<JiraComment> seen) {
        List<String> missing = jira.missingPermissionsOnIssue(ticket.id(), Rights.toSeeNotes(settings), options);
        if (!missing.isEmpty()) {
            return Lookup.cannotTell(
                    "the account may not see all notes of " + ticket.key() + ": it lacks " + Rights.named(missing));
        }
        return settings.noteRole()
                .filter(role -> !hasRole(ticket, role, seen))
                .map(role -> Lookup.<NoteKey>cannotTell("nobody can tell whether the account sees the notes of "
                        + ticket.key() + ": it does not have the project role " + HostileText.first(60, role)
                        + ", or may not look it up without Administer Projects"))
                .orElseGet(Lookup::absent);
    }

    /** Whoever sees a comment that is for the role has the role; else Jira has to say so. */
    private boolean hasRole(TicketRef ticket, String role, List<JiraComment> seen) {
        return seen.stream().anyMatch(comment -> comment.isFor(role))
                || jira.issue(ticket.id(), List.of("project"), options)
                        .idOf("project")
                        .flatMap(project -> Rights.ownRoles(jira, project, options))
                        .filter(roles -> roles.stream().anyMatch(role::equalsIgnoreCase))
                        .isPresent();
    }
}
