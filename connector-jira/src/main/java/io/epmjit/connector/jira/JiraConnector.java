package io.epmjit.connector.jira;

import io.epmjit.connector.CallContext;
import io.epmjit.connector.Capability;
import io.epmjit.connector.ConnectorId;
import io.epmjit.connector.Lookup;
import io.epmjit.connector.Lookup.CannotTell;
import io.epmjit.connector.Lookup.Match;
import io.epmjit.connector.NoteKey;
import io.epmjit.connector.Resolution;
import io.epmjit.connector.ResolveOutcome;
import io.epmjit.connector.Stamp;
import io.epmjit.connector.TicketConnector;
import io.epmjit.connector.TicketDraft;
import io.epmjit.connector.TicketNote;
import io.epmjit.connector.TicketSnapshot;
import io.epmjit.connector.TrackerCalls;
import io.epmjit.http.CallOptions;
import io.epmjit.http.ConnectionStatus;
import io.epmjit.http.ResponseException;
import io.epmjit.http.ResponseException.Unauthorized;
import io.epmjit.model.RequestKind;
import io.epmjit.model.TicketRef;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Requests as issues of one project of Jira Cloud.
 *
 * <pre>{@code
 * try (JiraConnector jira = JiraConnector.of(JiraSettings.from(System::getenv))) {
 *     System.out.println(jira.testConnection(CallContext.builder().deadline(inAMinute).build()).message());
 * }
 * }</pre>
 *
 * <p>An issue is found again by a custom field that holds the request's id, and only an issue that this connector's
 * account made, or one of its former accounts, counts as its own. Everything that people typed is written where Jira
 * interprets nothing. Blocks; safe for use by several threads.
 */
public final class JiraConnector implements TicketConnector {

    private static final Logger LOG = LoggerFactory.getLogger(JiraConnector.class);
    private static final int MOST_SEARCH_PAGES = 10;
    private static final String CANNOT_SEARCH = "Jira cannot be searched now";

    private final JiraSettings settings;
    private final JiraClient jira;
    private final TrackerCalls calls;

    private JiraConnector(JiraSettings settings, JiraClient jira) {
        this.settings = settings;
        this.jira = jira;
        this.calls = TrackerCalls.of((failed, cause) -> JiraErrors.failure(settings.id(), failed, cause));
    }

    /** A connector with connections of its own. */
    public static JiraConnector of(JiraSettings settings) {
        return of(settings, clientFor(settings).build());
    }

    /**
     * A connector that uses this client, which it closes with itself: for connections of one's own making (a proxy, a
     * company's certificates), metrics or another clock. Begin it with {@link #clientFor}.
     */
    public static JiraConnector of(JiraSettings settings, JiraClient client) {
        return new JiraConnector(settings, client);
    }

    /** Begins a client with the address and credentials of these settings. */
    public static JiraClient.Builder clientFor(JiraSettings settings) {
        JiraClient.Builder client = JiraClient.builder(settings.url(), settings.email(), settings.apiToken())
                .name(settings.id().value());
        settings.apiUrl().ifPresent(client::apiUrl);
        return client;
    }

    @Override
    public ConnectorId id() {
        return settings.id();
    }

    @Override
    public TicketRef open(TicketDraft draft, CallContext call) {
        return calls.calling("the ticket was not opened", () -> {
            CallOptions options = call.once();
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("project", Map.of("key", settings.projectKey()));
            fields.put("issuetype", Map.of("name", settings.issueTypeName()));
            fields.put("summary", SummaryTemplate.fill(summaryTemplate(draft), draft.placeholders()));
            fields.put("description", IssueDescription.of(draft));
            fields.put(settings.customFieldId(), draft.stamp().value());
            assignee(options).ifPresent(person -> fields.put("assignee", Map.of("id", person.accountId())));
            return ref(jira.createIssue(fields, options));
        });
    }

    @Override
    public Lookup<TicketRef> find(Stamp stamp, CallContext call) {
        return calls.lookingUp(CANNOT_SEARCH, () -> {
            CallOptions options = call.once();
            JiraClient.SearchResult found = jira.search(
                    Jql.fieldHasPhrase(settings.customFieldId(), stamp.value()) + " ORDER BY created ASC",
                    List.of(settings.customFieldId(), "created", "creator"),
                    MOST_SEARCH_PAGES,
                    options);
            // The search finds words; whether the field holds this very stamp only its value says.
            List<JiraIssue> exact = found.issues().stream()
                    .filter(issue -> issue.text(settings.customFieldId())
                            .filter(stamp.value()::equals)
                            .isPresent())
                    .toList();
            if (exact.stream().anyMatch(issue -> issue.time("created").isEmpty())) {
                return Lookup.cannotTell("Jira does not say when the tickets with the stamp " + stamp + " were made");
            }
            List<Match<TicketRef>> matches = exact.isEmpty() ? List.of() : matches(exact, options);
            if (matches.stream().anyMatch(Match::ours)) {
                return Lookup.found(matches);
            } else if (!found.isComplete()) {
                return Lookup.cannotTell("Jira's search for the stamp " + stamp
                        + " cannot be read to its end: too many issues resemble it, or a page is missing");
            } else if (matches.isEmpty() && !Jql.isSearchable(stamp.value())) {
                return Lookup.cannotTell("Jira's search does not know the stamp " + stamp
                        + " from others: it has no number and no long word");
            }
            Lookup<TicketRef> nothingOfOurs = absentIfAllowedToSee(options);
            return matches.isEmpty() || nothingOfOurs instanceof CannotTell ? nothingOfOurs : Lookup.found(matches);
        });
    }

    @Override
    public TicketSnapshot read(TicketRef ticket, CallContext call) {
        return calls.calling("ticket " + ticket.key() + " was not read", () -> {
            JiraIssue issue = jira.issue(
                    ticket.id(), List.of(settings.customFieldId(), "status", "updated", "creator"), call.once());
            JiraStatus status = issue.status();
            return TicketSnapshot.builder()
                    .ticket(ref(issue))
                    .stamp(issue.text(settings.customFieldId()).flatMap(JiraConnector::asStamp))
                    .status(status.name())
                    .isActive(isActive(status))
                    .updatedAt(issue.time("updated"))
                    .creator(issue.account("creator").map(JiraAccount::accountId))
                    .build();
        });
    }

    @Override
    public void note(TicketRef ticket, TicketNote note, CallContext call) {
        calls.calling("the note on ticket " + ticket.key() + " was not written", () -> {
            new IssueNotes(jira, settings, call.once()).write(ticket, note);
            return ticket;
        });
    }

    @Override
    public Lookup<NoteKey> findNote(TicketRef ticket, NoteKey key, CallContext call) {
        return calls.lookingUp(CANNOT_SEARCH, () -> new IssueNotes(jira, settings, call.once()).find(ticket, key));
    }

    @Override
    public ResolveOutcome resolve(TicketRef ticket, Resolution how, CallContext call) {
        return calls.calling("ticket " + ticket.key() + " was not resolved", () -> resolve(ticket, how, call.once()));
    }

    /** The fields first: many workflows let nobody edit what is done. */
    private ResolveOutcome resolve(TicketRef ticket, Resolution how, CallOptions options) {
        List<String> remarks = new DecisionFields(jira, settings, options, ticket).fillIn(how.particulars());
        ResolveOutcome outcome = new IssueResolver(jira, settings, options, ticket, how).resolve();
        return outcome instanceof ResolveOutcome.Resolved resolved
                ? new ResolveOutcome.Resolved(resolved.status(), remarks)
                : outcome;
    }

    @Override
    public ConnectionStatus testConnection(CallContext call) {
        return new ConnectionCheck(jira, settings, call.once()).run();
    }

    @Override
    public Duration consistencyDelay() {
        return settings.consistencyDelay();
    }

    @Override
    public boolean isEnabled() {
        return settings.enableIntegration();
    }

    @Override
    public Set<Capability> capabilities() {
        return Set.of(Capability.INTERNAL_NOTES, Capability.RESOLVE);
    }

    @Override
    public Map<String, String> settingsInForce() {
        return settings.inForce();
    }

    @Override
    public void close() {
        jira.close();
    }

    private String summaryTemplate(TicketDraft draft) {
        return draft.request().kind() == RequestKind.ADMIN
                ? settings.adminDefaultSummary()
                : settings.issueDefaultSummary();
    }

    /** A request without an assignee is better than no request: who waits for access must not wait for a typing error. */
    private Optional<JiraAccount> assignee(CallOptions options) {
        return settings.assigneeName().flatMap(name -> {
            try {
                Optional<JiraAccount> person = Assignee.find(jira, settings.projectKey(), name, options);
                if (person.isEmpty()) {
                    LOG.warn(
                            "{}: nobody, or more than one, is called as the setting Assignee Name says; the ticket is"
                                    + " opened without an assignee",
                            settings.id());
                }
                return person;
            } catch (Unauthorized e) {
                throw e;
            } catch (ResponseException e) {
                LOG.warn(
                        "{}: the person in the setting Assignee Name cannot be looked up; the ticket is opened without an"
                                + " assignee ({})",
                        settings.id(),
                        e.getMessage());
                return Optional.empty();
            }
        });
    }

    private List<Match<TicketRef>> matches(List<JiraIssue> issues, CallOptions options) {
        OwnAccounts own = OwnAccounts.of(jira, settings, options);
        return issues.stream()
                .map(issue -> new Match<>(
                        ref(issue),
                        issue.time("created").orElseThrow(),
                        issue.account("creator").map(JiraAccount::accountId),
                        issue.account("creator").filter(own::include).isPresent()))
                .sorted(Comparator.comparing(Match::createdAt))
                .toList();
    }

    /** A search shows nothing to somebody who may see nothing: an empty answer counts only with the right to browse. */
    private Lookup<TicketRef> absentIfAllowedToSee(CallOptions options) {
        jira.myself(options);
        List<String> missing = jira.missingPermissions(settings.projectKey(), List.of("BROWSE_PROJECTS"), options);
        return missing.isEmpty()
                ? Lookup.absent()
                : Lookup.cannotTell("the account may not search project " + settings.projectKey() + ": it lacks "
                        + Rights.named(missing));
    }

    private boolean isActive(JiraStatus status) {
        return settings.activeStates().isEmpty()
                ? status.isOpen()
                : settings.activeStates().stream().anyMatch(status.name()::equalsIgnoreCase);
    }

    private static Optional<Stamp> asStamp(String text) {
        try {
            return Optional.of(Stamp.of(text));
        } catch (IllegalArgumentException somebodyHasChangedIt) {
            return Optional.empty();
        }
    }

    private TicketRef ref(JiraIssue issue) {
        return TicketRef.of(settings.id().value(), issue.id(), issue.key())
                .withUrl(URI.create(
                        settings.url() + "/browse/" + URLEncoder.encode(issue.key(), StandardCharsets.UTF_8)));
    }
}
