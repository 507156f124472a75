package io.epmjit.testkit.jira;

import io.epmjit.testkit.jira.Issue.Change;
import io.epmjit.testkit.server.FakeServer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Somebody at work in the tracker's own pages, where rights are not in the way. Issues are named by id or key; one that
 * is not there is an {@link IllegalArgumentException}. Thread-safe.
 */
public final class JiraPerson {

    private final JiraAccount account;
    private final Site site;
    private final FakeServer server;

    JiraPerson(JiraAccount account, Site site, FakeServer server) {
        this.account = account;
        this.site = site;
        this.server = server;
    }

    /** Brings an issue into this status, by whatever way there is. */
    public void setStatus(String issue, String status) {
        server.exclusively(() -> {
            Issue found = find(issue);
            JiraWorkflow.Status to = found.project.workflow().status(status);
            boolean done = to.category() == StatusCategory.DONE;
            site.setStatus(
                    found, to, done ? Optional.ofNullable(found.resolution).orElse("Done") : null, account);
        });
    }

    public void delete(String issue) {
        server.exclusively(() -> site.delete(find(issue)));
    }

    /**
     * Makes another issue with the same values, custom fields included, as the button does.
     *
     * @return the new issue's key
     */
    public String cloneIssue(String issue) {
        return server.exclusively(() -> {
            Issue original = find(issue);
            Issue copy = site.draft(original.project, site.nextKey(original.project), original.issueType, account);
            copy.takeValuesOf(original);
            copy.values.put("summary", Json.text("CLONE - " + original.summary()));
            copy.clonedFrom = original.key;
            site.add(copy);
            return copy.key;
        });
    }

    /** Overwrites a field that takes plain text; {@code null} empties it. */
    public void editField(String issue, String fieldId, @Nullable String text) {
        server.exclusively(() -> {
            Issue found = find(issue);
            String before = found.text(fieldId).orElse("");
            if (text == null) {
                found.values.remove(fieldId);
            } else {
                found.values.put(fieldId, Json.text(text));
            }
            site.changed(
                    found,
                    account,
                    List.of(new Change(fieldId, fieldId, null, before, null, text == null ? "" : text)));
        });
    }

    /**
     * Moves an issue into another project, where it begins in the first status. Its old key still finds it.
     *
     * @return the new key
     */
    public String move(String issue, String projectKey) {
        return server.exclusively(() -> {
            Issue found = find(issue);
            JiraProject project = site.project(projectKey)
                    .orElseThrow(() -> new IllegalArgumentException("there is no project " + projectKey));
            site.rename(found, project, account);
            return found.key;
        });
    }

    /** Writes what the customer can read. */
    public void comment(String issue, String text) {
        write(issue, text, false);
    }

    /** Writes what only the service desk's people can read. */
    public void noteInternally(String issue, String text) {
        write(issue, text, true);
    }

    private void write(String issue, String text, boolean internal) {
        server.exclusively(() -> {
            Comment comment = new Comment(
                    site.nextId(), account, site.now(), Adf.of(text), text, Optional.empty(), internal, Map.of());
            site.comment(find(issue), comment, account);
        });
    }

    public void assign(String issue, JiraAccount assignee) {
        server.exclusively(() -> {
            Issue found = find(issue);
            Change change =
                    new Change("assignee", "assignee", null, null, assignee.accountId(), assignee.displayName());
            found.assignee = assignee;
            site.changed(found, account, List.of(change));
        });
    }

    private Issue find(String idOrKey) {
        return site.find(idOrKey).orElseThrow(() -> new IllegalArgumentException("there is no issue " + idOrKey));
    }
}
