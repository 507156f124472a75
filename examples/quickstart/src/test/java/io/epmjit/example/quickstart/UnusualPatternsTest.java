package io.epmjit.example.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import io.epmjit.bridge.JitChange;
import io.epmjit.model.DecisionStatus;
import io.epmjit.model.JitEvent;
import io.epmjit.model.JitRequestRef;
import io.epmjit.model.JitWebhookParser;
import io.epmjit.model.WebhookTemplate;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What the example listener raises, and what it lets pass. */
class UnusualPatternsTest {

    private static final Instant NOON = Instant.parse("2026-03-04T12:00:00Z"); // a Wednesday
    private static final String TENANT = "tenant-1";

    private final List<String> alarms = new ArrayList<>();
    private final UnusualPatterns patterns = new UnusualPatterns(ZoneOffset.UTC, Set.of("Notepad"), alarms::add);

    private void received(WebhookTemplate template, Instant at, String field, String value) {
        JitEvent event =
                JitWebhookParser.parse(template.render(Map.of("RequestId", "R-1", "TenantId", TENANT, field, value)));
        patterns.changed(new JitChange.RequestReceived(at, TENANT, event.request(), event));
    }

    private void denied(Instant at) {
        patterns.changed(new JitChange.StatusSeen(at, TENANT, JitRequestRef.application("R-1"), DecisionStatus.DENIED));
    }

    @Test
    void whatIsUsualAtNoonRaisesNothing() {
        received(WebhookTemplate.SERVICENOW_APPLICATION_CREATED, NOON, "ProductName", "Notepad");
        assertThat(alarms).isEmpty();
    }

    @Test
    void anUnusualApplicationIsRaisedOnce() {
        received(WebhookTemplate.SERVICENOW_APPLICATION_CREATED, NOON, "ProductName", "Mimikatz");
        received(WebhookTemplate.SERVICENOW_APPLICATION_CREATED, NOON, "ProductName", "Mimikatz");
        assertThat(alarms)
                .singleElement()
                .satisfies(alarm -> assertThat(alarm).contains("unusual application: Mimikatz", "R-1"));
    }

    @Test
    void anUnusualPrivilegeIsRaised() {
        received(WebhookTemplate.SERVICENOW_ADMIN_CREATED, NOON, "GroupId", "domain-admins");
        assertThat(alarms)
                .singleElement()
                .satisfies(alarm -> assertThat(alarm).contains("unusual privilege: domain-admins"));
    }

    @Test
    void aRequestAtNightOrAtTheWeekendIsRaised() {
        received(
                WebhookTemplate.SERVICENOW_APPLICATION_CREATED,
                NOON.plus(Duration.ofHours(11)),
                "ProductName",
                "Notepad");
        received(
                WebhookTemplate.SERVICENOW_APPLICATION_CREATED,
                NOON.plus(Duration.ofDays(3)),
                "ProductName",
                "Notepad");
        assertThat(alarms).hasSize(2).allSatisfy(alarm -> assertThat(alarm).contains("After-hours request"));
    }

    @Test
    void fiveDenialsWithinAnHourAreRaisedAndFourAreNot() {
        for (int minute = 0; minute < 4; minute++) {
            denied(NOON.plus(Duration.ofMinutes(minute)));
        }
        denied(NOON.plus(Duration.ofMinutes(61)));
        assertThat(alarms).isEmpty();

        denied(NOON.plus(Duration.ofMinutes(61)));
        assertThat(alarms).singleElement().satisfies(alarm -> assertThat(alarm).contains("5 within an hour", TENANT));
    }
}
