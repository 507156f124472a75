package io.epmjit.testkit.jira;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a search finds: issues as they were some time ago. A new issue is not found, and a change is not seen, before the
 * delay is over.
 */
final class SearchIndex {

    /**
     * An issue as a search sees it.
     *
     * @param texts fields that are text, without markup, by field id
     * @param options chosen options of custom fields, by field id
     */
    record Entry(
            Issue issue,
            Instant since,
            String key,
            JiraProject project,
            String issueType,
            JiraWorkflow.Status status,
            Optional<String> resolution,
            String priority,
            List<String> labels,
            Map<String, String> texts,
            Map<String, String> options,
            JiraAccount creator,
            JiraAccount reporter,
            Optional<JiraAccount> assignee,
            Instant updated) {

        static Entry of(Issue issue, Instant now) {
            Map<String, String> texts = new LinkedHashMap<>();
            Map<String, String> options = new LinkedHashMap<>();
            issue.values.forEach((field, value) -> {
                issue.text(field).ifPresent(text -> texts.put(field, text));
                if (value.path("value").isTextual()) {
                    options.put(field, value.path("value").asText());
                }
            });
            return new Entry(
                    issue,
                    now,
                    issue.key,
                    issue.project,
                    issue.issueType,
                    issue.status,
                    Optional.ofNullable(issue.resolution),
                    issue.priority,
                    issue.labels,
                    texts,
                    options,
                    issue.creator,
                    issue.reporter,
                    Optional.ofNullable(issue.assignee),
                    issue.updated);
        }
    }

    private final Map<String, Deque<Entry>> versions = new LinkedHashMap<>();
    private final Map<String, Instant> hidden = new HashMap<>();
    private Duration delay;

    SearchIndex(Duration delay) {
        this.delay = delay;
    }

    void delay(Duration howLong) {
        this.delay = howLong;
    }

    /** An issue is not found before this time, whatever becomes of it. */
    void hide(Issue issue, Instant until) {
        hidden.put(issue.id, until);
    }

    /** An issue is new or has changed. */
    void note(Issue issue, Instant now) {
        Deque<Entry> known = versions.computeIfAbsent(issue.id, id -> new ArrayDeque<>());
        known.addLast(Entry.of(issue, now));
        Entry seen = seen(known, now);
        // What lies behind what is seen today will not be seen again.
        while (seen != null && !known.getFirst().equals(seen)) {
            known.removeFirst();
        }
    }

    void remove(Issue issue) {
        versions.remove(issue.id);
    }

    /**
     * Every issue as it is found at this time.
     *
     * @param fresh ids of issues that are seen as they are now
     */
    List<Entry> at(Instant now, Set<String> fresh) {
        List<Entry> found = new ArrayList<>();
        versions.forEach((id, known) -> {
            Entry seen = fresh.contains(id) ? known.peekLast() : seen(known, now);
            if (seen != null && !hidden.getOrDefault(id, now).isAfter(now)) {
                found.add(seen);
            }
        });
        return found;
    }

    private @Nullable Entry seen(Deque<Entry> known, Instant now) {
        for (Iterator<Entry> newestFirst = known.descendingIterator(); newestFirst.hasNext(); ) {
            Entry entry = newestFirst.next();
            if (!entry.since().plus(delay).isAfter(now)) {
                return entry;
            }
        }
        return null;
    }
}
