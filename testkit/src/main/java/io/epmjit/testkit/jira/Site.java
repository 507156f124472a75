package io.epmjit.testkit.jira;

import io.epmjit.testkit.jira.Issue.Change;
import io.epmjit.testkit.jira.JiraWorkflow.Status;
import io.epmjit.testkit.server.Journal;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What a Jira site knows: people, projects, issues. Touched by one thread at a time. */
final class Site {

    private static final int FIRST_ID = 10_000;

    private final InstantSource clock;
    private final Supplier<URI> url;
    private final Journal journal;
    private final List<JiraProject> projects;
    private final List<String> issueTypes;
    private final List<JiraAccount> accounts;
    private final Map<String, EnumSet<JiraPermission>> revoked = new HashMap<>();
    private final Map<String, Issue> issues = new LinkedHashMap<>();
    private final Map<String, String> idsByKey = new HashMap<>();
    private final Map<String, Integer> numbers = new HashMap<>();
    private final SearchIndex index;
    private long lastIssue = FIRST_ID;
    private long lastOther = FIRST_ID;
    private int created;

    Site(
            InstantSource clock,
            Supplier<URI> url,
            Journal journal,
            List<JiraProject> projects,
            List<JiraAccount> accounts,
            Duration searchDelay) {
        this.clock = clock;
        this.url = url;
        this.journal = journal;
        this.projects = List.copyOf(projects);
        this.accounts = List.copyOf(accounts);
        this.issueTypes = projects.stream()
                .flatMap(project -> project.issueTypes().stream())
                .distinct()
                .toList();
        this.index = new SearchIndex(searchDelay);
    }

    Instant now() {
        return clock.instant();
    }

    /** An address below the site's own. */
    String link(String path) {
        return url.get() + path;
    }

    // People

    List<JiraAccount> accounts() {
        return accounts;
    }

    Optional<JiraAccount> account(String accountId) {
        return accounts.stream()
                .filter(account -> account.accountId().equals(accountId))
                .findFirst();
    }

    Optional<JiraAccount> authenticated(String email, String token) {
        return accounts.stream()
                .filter(account -> account.email().equalsIgnoreCase(email)
                        && account.token().equals(token))
                .findFirst();
    }

    boolean may(JiraAccount account, JiraPermission permission) {
        EnumSet<JiraPermission> without = revoked.get(account.accountId());
        return accounts.contains(account) && (without == null || !without.contains(permission));
    }

    void revoke(JiraAccount account, Set<JiraPermission> permissions) {
        revoked.computeIfAbsent(account.accountId(), id -> EnumSet.noneOf(JiraPermission.class))
                .addAll(permissions);
    }

    void grant(JiraAccount account, Set<JiraPermission> permissions) {
        revoked.computeIfAbsent(account.accountId(), id -> EnumSet.noneOf(JiraPermission.class))
                .removeAll(permissions);
    }

    boolean isInRole(JiraAccount account, String role) {
        return role.equals("Service Desk Customers") || may(account, JiraPermission.SERVICEDESK_AGENT);
    }

    // Projects

    List<JiraProject> projects() {
        return projects;
    }

    Optional<JiraProject> project(String idOrKey) {
        return projects.stream()
                .filter(project -> project.key().equals(idOrKey) || id(project).equals(idOrKey))
                .findFirst();
    }

    String id(JiraProject project) {
        return Integer.toString(FIRST_ID + projects.indexOf(project));
    }

    String issueTypeId(String name) {
        return Integer.toString(FIRST_ID + 1 + issueTypes.indexOf(name));
    }

    List<JiraField> customFields() {
        Map<String, JiraField> fields = new LinkedHashMap<>();
        for (JiraProject project : projects) {
            for (JiraField field : project.screen()) {
                if (field.isCustom()) {
                    fields.putIfAbsent(field.id(), field);
                }
            }
        }
        return List.copyOf(fields.values());
    }

    // Issues

    List<Issue> issues() {
        return List.copyOf(issues.values());
    }

    int created() {
        return created;
    }

    /** By id or key, without regard to case; a key that the issue had before it was moved is good too. */
    Optional<Issue> find(String idOrKey) {
        Issue byId = issues.get(idOrKey);
        if (byId != null) {
            return Optional.of(byId);
        }
        return Optional.ofNullable(idsByKey.get(idOrKey.toUpperCase(Locale.ROOT)))
                .map(issues::get);
    }

    /** As {@link #find}, for somebody who must be allowed to see the issue. */
    Issue visible(String idOrKey, JiraAccount caller) {
        return find(idOrKey)
                .filter(issue -> may(caller, JiraPermission.BROWSE_PROJECTS))
                .orElseThrow(JiraRefusal::noSuchIssue);
    }

    /** The next number of a project. A failed create uses one up too. */
    String nextKey(JiraProject project) {
        return project.key() + "-" + numbers.merge(project.key(), 1, Integer::sum);
    }

    Issue draft(JiraProject project, String key, String issueType, JiraAccount creator) {
        return new Issue(Long.toString(lastIssue + 1), project, key, issueType, creator, now());
    }

    void add(Issue issue) {
        lastIssue++;
        created++;
        issues.put(issue.id, issue);
        idsByKey.put(issue.key, issue.id);
        index.note(issue, now());
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("at", now().toString());
        line.put("id", issue.id);
        line.put("key", issue.key);
        line.put("by", issue.creator.accountId());
        issue.project.screen().stream()
                .filter(field -> field.isCustom() && field.kind() == JiraField.Kind.SINGLE_LINE)
                .forEach(field -> issue.text(field.id()).ifPresent(text -> line.put(field.id(), text)));
        journal.write("issue created", line);
    }

    void comment(Issue issue, Comment comment, JiraAccount by) {
        issue.comments.add(comment);
        changed(issue, by, List.of());
        journal.write(
                "comment added",
                Map.of(
                        "at",
                        now().toString(),
                        "issue",
                        issue.key,
                        "id",
                        comment.id(),
                        "by",
                        by.accountId(),
                        "public",
                        comment.isPublic(issue.project),
                        "text",
                        comment.text()));
    }

    void delete(Issue issue) {
        issues.remove(issue.id);
        index.remove(issue);
    }

    void rename(Issue issue, JiraProject project, JiraAccount by) {
        String before = issue.key;
        issue.project = project;
        issue.key = nextKey(project);
        issue.issueType = project.issueType();
        issue.status = project.workflow().initial();
        idsByKey.put(issue.key, issue.id);
        changed(issue, by, List.of(new Change("Key", "", null, before, null, issue.key)));
    }

    void setStatus(Issue issue, Status to, @Nullable String resolution, JiraAccount by) {
        Status from = issue.status;
        List<Change> changes = new ArrayList<>();
        if (!Objects.equals(issue.resolution, resolution)) {
            changes.add(new Change(
                    "resolution",
                    "resolution",
                    idOf(issue.resolution),
                    issue.resolution,
                    idOf(resolution),
                    resolution));
            issue.resolution = resolution;
            issue.resolved = resolution == null ? null : now();
        }
        changes.add(new Change("status", "status", from.id(), from.name(), to.id(), to.name()));
        issue.status = to;
        issue.statusSince = now();
        changed(issue, by, changes);
        journal.write(
                "status changed",
                Map.of(
                        "at",
                        now().toString(),
                        "issue",
                        issue.key,
                        "from",
                        from.name(),
                        "to",
                        to.name(),
                        "category",
                        to.category().name(),
                        "by",
                        by.accountId()));
    }

    private static @Nullable String idOf(@Nullable String resolution) {
        return resolution == null ? null : Names.RESOLUTIONS.id(resolution);
    }

    /** Writes the history, and lets the search know sooner or later. */
    void changed(Issue issue, JiraAccount by, List<Change> changes) {
        issue.updated = now();
        if (!changes.isEmpty()) {
            issue.history.add(new Issue.History(nextId(), by, now(), changes));
        }
        index.note(issue, now());
    }

    String nextId() {
        lastOther++;
        return Long.toString(lastOther);
    }

    // Search

    SearchIndex index() {
        return index;
    }
}
