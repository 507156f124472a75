package io.epmjit.bridge;

import io.epmjit.client.AuditEntry;
import io.epmjit.client.AuditFilter;
import io.epmjit.client.EpmClient;
import io.epmjit.http.CallOptions;
import io.epmjit.http.ResponseException;
import io.epmjit.model.EpmJitException;
import io.epmjit.model.RequestKind;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a tenant's reconciler noticed that somebody should know, as of its last run on this node.
 * Safe for use by several threads.
 */
final class Findings {

    private static final String COMPONENT = "reconciler";
    private static final int MOST_AUDITS = 1_000;

    private final String tenant;
    private final Announcer announcer;
    private final InstantSource clock;
    private final Map<RequestKind, Integer> nameless = new ConcurrentHashMap<>();
    private volatile @Nullable String aboutAudits;

    Findings(String tenant, Announcer announcer, InstantSource clock) {
        this.tenant = tenant;
        this.announcer = announcer;
        this.clock = clock;
    }

    String tenant() {
        return tenant;
    }

    /** What was noticed; nothing if all is well. */
    List<Health.Finding> all() {
        List<Health.Finding> all = new ArrayList<>();
        Optional.ofNullable(aboutAudits)
                .map(what -> Health.Finding.notice(
                        COMPONENT, what, "Grant Audit: Read Only to the API account; nothing else depends on it"))
                .ifPresent(all::add);
        nameless.forEach((kind, rows) -> {
            if (rows > 0) {
                all.add(Health.Finding.warning(
                        COMPONENT,
                        rows + " rows of EPM's list of " + Requests.kind(kind)
                                + " requests have neither a request id nor a ticket number that we know to read",
                        "Name the members that hold them in EpmApiDialect"));
            }
        });
        return all;
    }

    void rowsWithoutName(RequestKind kind, int rows) {
        nameless.put(kind, rows);
    }

    /**
     * Whether somebody has changed a webhook in EPM's settings since this moment; that only the audits say, and without
     * the right to read them all else goes on.
     */
    void audits(EpmClient epm, Instant since, CallOptions options) {
        try (Stream<AuditEntry> audits =
                epm.activityAudits(AuditFilter.builder().since(since).build(), options)) {
            audits.limit(MOST_AUDITS)
                    .filter(Findings::isAboutWebhooks)
                    .forEach(entry ->
                            announcer.tell(new JitChange.WebhookSettingsChanged(clock.instant(), tenant, text(entry))));
            aboutAudits = null;
        } catch (ResponseException.Unauthorized | ResponseException.Forbidden e) {
            aboutAudits = "The API account of tenant " + tenant + " lacks Audit: Read Only, so changes of EPM's webhook"
                    + " settings are not noticed; requests and decisions are compared all the same";
        } catch (EpmJitException e) {
            aboutAudits = "EPM's activity audits could not be read at " + clock.instant() + ": " + e.getMessage();
        }
    }

    private static boolean isAboutWebhooks(AuditEntry entry) {
        return entry.members().entrySet().stream()
                .anyMatch(member -> member.getKey().equalsIgnoreCase("/entity")
                        && member.getValue().toLowerCase(Locale.ROOT).contains("webhook"));
    }

    private static String text(AuditEntry entry) {
        return Stream.of("/auditType", "/entityName", "/changedBy", "/created")
                .flatMap(pointer -> entry.members().entrySet().stream()
                        .filter(member -> member.getKey().equalsIgnoreCase(pointer)))
                .map(Map.Entry::getValue)
                .toList()
                .toString();
    }
}
