package io.epmjit.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JitEventTest {

    @Test
    void anUnreadableTimeOrDurationIsAWarningAndItsTextIsThere() {
        JitEvent event = JitWebhookParser.parse(
                "{\"EventType\":\"JIT_ADMIN_TICKET_UPDATED\",\"RequestId\":\"1\",\"StartTime\":\"soon\",\"Duration\":\"a while\"}");
        AdminDecisionUpdated updated = (AdminDecisionUpdated) event;
        assertThat(updated.startTime()).isEmpty();
        assertThat(updated.duration()).isEmpty();
        assertThat(updated.text(Placeholder.DURATION)).contains("a while");
        assertThat(updated.warnings())
                .extracting(ParseWarning::kind, ParseWarning::pointer)
                .containsExactlyInAnyOrder(
                        org.assertj.core.groups.Tuple.tuple(ParseWarning.Kind.UNREADABLE_TIME, "/StartTime"),
                        org.assertj.core.groups.Tuple.tuple(ParseWarning.Kind.UNREADABLE_DURATION, "/Duration"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Accepted", "approved?", "", "Pending", "%%Decision%%"})
    void whatIsNotKnownToBeAnApprovalIsNone(String word) {
        AdminDecisionUpdated event = (AdminDecisionUpdated) JitWebhookParser.parse(
                "{\"EventType\":\"JIT_ADMIN_TICKET_UPDATED\",\"RequestId\":\"1\",\"Decision\":\"" + word + "\"}");
        assertThat(event.decision().isApproved()).isFalse();
        assertThat(event.decision().isDenied()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-21T09:30:00Z, 2026-11-21T09:30:00Z",
        "2026-11-21T09:30:00.1234567Z, 2026-11-21T09:30:00.1234567Z",
        "2026-11-21T09:30:00.123456789+02:00, 2026-11-21T07:30:00.123456789Z",
        "2026-11-21T09:30:00+0200, 2026-11-21T07:30:00Z",
        "2026-11-21T09:30:00, 2026-11-21T09:30:00Z",
        "2026-11-21T09:30, 2026-11-21T09:30:00Z",
        "2026-11-21 09:30:00, 2026-11-21T09:30:00Z",
        "2026-11-21 09:30:00.6816562, 2026-11-21T09:30:00.6816562Z",
        "2026-11-21 09:30:00.6816562 +00:00, 2026-11-21T09:30:00.6816562Z",
        "2026-11-21 09:30:00 -05:00, 2026-11-21T14:30:00Z",
        "2026-11-21 09:30:00 Z, 2026-11-21T09:30:00Z"
    })
    void timesAreReadInEveryFormThatEpmMayUse(String text, Instant time) {
        assertThat(timed(text).timestamp()).contains(time);
        assertThat(timed(text).text(Placeholder.TIMESTAMP)).contains(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-11-21",
                "21.11.2026 09:30",
                "2026-13-21T09:30:00Z",
                "2026-11-21T09:30:00 and then some",
                "1763717400"
            })
    void anythingElseIsNoTime(String text) {
        assertThat(timed(text).timestamp()).isEmpty();
        assertThat(timed(text).warnings()).hasSize(1);
    }

    private static JitEvent timed(String timestamp) {
        return JitWebhookParser.parse(
                "{\"EventType\":\"JIT_ADMIN_TICKET_CREATED\",\"RequestId\":\"1\",\"Timestamp\":\"" + timestamp + "\"}");
    }

    @Test
    void everyAccessorReadsItsPlaceholder() {
        AdminTicketCreated created = (AdminTicketCreated) declared(
                WebhookTemplate.SERVICENOW_ADMIN_CREATED,
                Map.of(
                        "RequestId",
                        "r-1",
                        "TenantId",
                        "t-1",
                        "TicketNumber",
                        "EPM000123",
                        "ComputerId",
                        "c-1",
                        "GroupId",
                        "g-1",
                        "Reason",
                        "because",
                        "UserId",
                        "S-1-5-21",
                        "UserName",
                        "CORP\\joe",
                        "DurationRequested",
                        "1800"));
        assertThat(created.request()).isEqualTo(JitRequestRef.admin("r-1"));
        assertThat(created.request().ticketNumber()).contains("EPM000123");
        assertThat(created.ticketNumber()).contains("EPM000123");
        assertThat(created.tenantId()).contains("t-1");
        assertThat(created.type()).contains(JitEventType.ADMIN_TICKET_CREATED);
        assertThat(created.eventType()).contains("JIT_ADMIN_TICKET_CREATED");
        assertThat(created.computerId()).contains("c-1");
        assertThat(created.groupId()).contains("g-1");
        assertThat(created.reason()).contains("because");
        assertThat(created.userId()).contains("S-1-5-21");
        assertThat(created.userName()).contains("CORP\\joe");
        assertThat(created.requester()).contains("CORP\\joe");
        assertThat(created.durationRequested()).contains(AccessDuration.minutes(30));

        ApplicationDecisionUpdated updated = (ApplicationDecisionUpdated) declared(
                WebhookTemplate.SERVICENOW_APPLICATION_UPDATED,
                Map.of(
                        "RequestId",
                        "r-2",
                        "Decision",
                        "approved",
                        "DecisionTime",
                        "2026-11-21T09:30:00Z",
                        "DecisionPerformedByUser",
                        "a.lee",
                        "Duration",
                        "Once"));
        assertThat(updated.decision()).isEqualTo(DecisionStatus.APPROVED);
        assertThat(updated.decisionTime()).contains(Instant.parse("2026-11-21T09:30:00Z"));
        assertThat(updated.decisionPerformedByUser()).contains("a.lee");
        assertThat(updated.duration()).contains(AccessDuration.once());

        AdminDecisionUpdated admin = (AdminDecisionUpdated) declared(
                WebhookTemplate.SERVICENOW_ADMIN_UPDATED,
                Map.of(
                        "RequestId",
                        "r-3",
                        "Decision",
                        "Denied",
                        "StartTime",
                        "2026-11-21T09:30:00Z",
                        "EndTime",
                        "2026-11-21T10:30:00Z",
                        "Duration",
                        "3600",
                        "DurationRequested",
                        "7200",
                        "DecisionTime",
                        "2026-11-21T09:29:00Z",
                        "DecisionPerformedByUser",
                        "b.kim"));
        assertThat(admin.decision().isDenied()).isTrue();
        assertThat(admin.startTime()).contains(Instant.parse("2026-11-21T09:30:00Z"));
        assertThat(admin.endTime()).contains(Instant.parse("2026-11-21T10:30:00Z"));
        assertThat(admin.decisionTime()).contains(Instant.parse("2026-11-21T09:29:00Z"));
        assertThat(admin.decisionPerformedByUser()).contains("b.kim");
        assertThat(admin.duration()).contains(AccessDuration.hours(1));
        assertThat(admin.durationRequested().flatMap(AccessDuration::length)).contains(Duration.ofHours(2));
        assertThat(admin.extra()).isEmpty();
    }

    private static JitEvent declared(WebhookTemplate template, Map<String, String> values) {
        return JitWebhookParser.parse(
                template.render(values),
                ParseOptions.builder().templates(template).build());
    }

    @Test
    void requestInfoHasAnAccessorForEachOfThe46Fields() throws ReflectiveOperationException {
        WebhookTemplate template = WebhookTemplate.SERVICENOW_APPLICATION_CREATED;
        Map<String, String> values = new java.util.HashMap<>();
        template.placeholders().forEach(p -> values.put(p.fieldName(), "value-of-" + p.fieldName()));
        ApplicationRequestInfo info = ((ApplicationTicketCreated) declared(template, values)).requestInfo();
        int accessors = 0;
        for (java.lang.reflect.Method accessor : ApplicationRequestInfo.class.getDeclaredMethods()) {
            if (java.lang.reflect.Modifier.isPublic(accessor.getModifiers())) {
                String name =
                        Placeholder.named(accessor.getName()).orElseThrow().fieldName();
                assertThat(accessor.invoke(info)).isEqualTo(java.util.Optional.of("value-of-" + name));
                accessors++;
            }
        }
        assertThat(accessors).isEqualTo(46);
    }

    @Test
    void ofTwoTimestampsTheOneAtTheTopCountsAndTheOtherStaysReadable() {
        String body = WebhookTemplate.JIRA_APPLICATION_UPDATED
                .render(Map.of("RequestId", "1", "Timestamp", "2026-11-21T09:30:00Z", "Decision", "Approved"))
                .replaceFirst("(?s)(.*)2026-11-21T09:30:00Z", "$12026-11-21T09:31:00Z");
        JitEvent event = JitWebhookParser.parse(body);
        assertThat(event.binding()).isEqualTo(Binding.ASSUMED);
        assertThat(event.timestamp()).contains(Instant.parse("2026-11-21T09:30:00Z"));
        assertThat(event.extra()).isEqualTo(Map.of("/requestInfo/Timestamp", "2026-11-21T09:31:00Z"));
    }

    @Test
    void aBodyThatFitsABuiltInTemplateIsAssumedToBeOfIt() {
        String body = WebhookTemplate.SERVICENOW_ADMIN_CREATED.render(Map.of("RequestId", "1"));
        JitEvent event = JitWebhookParser.parse(body);
        assertThat(event.binding()).isEqualTo(Binding.ASSUMED);
        assertThat(event.template()).contains(WebhookTemplate.SERVICENOW_ADMIN_CREATED);
        assertThat(event.warnings()).isEmpty();
    }

    @Test
    void aRawBodyIsCutByTheBuiltInTemplateWithTheMostFields() {
        String body = WebhookTemplate.JIRA_APPLICATION_UPDATED.renderRaw(Map.of(
                "RequestId",
                "1",
                "EventType",
                "URM_NATIVE_DECISION_UPDATE",
                "Duration",
                "Once",
                "Decision",
                "say \"yes\""));
        ApplicationDecisionUpdated event = (ApplicationDecisionUpdated) JitWebhookParser.parse(body);
        assertThat(event.template()).contains(WebhookTemplate.JIRA_APPLICATION_UPDATED);
        assertThat(event.duration()).contains(AccessDuration.once());
        assertThat(event.decision().value()).isEqualTo("say \"yes\"");
    }

    @Test
    void keysOfAnotherShapeAreTakenForPlaceholdersOrKeptAsExtra() {
        ApplicationTicketCreated event = (ApplicationTicketCreated) JitWebhookParser.parse("""
                {"eventtype":"urm_native_ticket_created","REQUESTID":"1","User":"joe","requestInfo":{"USER":"inner"},
                 "site":{"name":"Berlin","a/b":[1,true,null,{"x":"y"}]},"hostName":"%%HostName%%"}""");
        assertThat(event.binding()).isEqualTo(Binding.NONE);
        assertThat(event.template()).isEmpty();
        assertThat(event.requestInfo().user()).contains("joe");
        assertThat(event.requester()).contains("joe");
        assertThat(event.requestInfo().hostName()).isEmpty();
        assertThat(event.extra())
                .containsExactly(
                        Map.entry("/requestInfo/USER", "inner"),
                        Map.entry("/site/name", "Berlin"),
                        Map.entry("/site/a~1b/0", "1"),
                        Map.entry("/site/a~1b/1", "true"),
                        Map.entry("/site/a~1b/3/x", "y"));
    }

    @Test
    void aMissingEventTypeIsInferredWithAWarning() {
        assertInferred(
                "{\"RequestId\":\"1\",\"requestInfo\":{\"user\":\"a\"}}", JitEventType.APPLICATION_TICKET_CREATED);
        assertInferred(
                "{\"RequestId\":\"1\",\"requestInfo\":{\"Decision\":\"Denied\"}}",
                JitEventType.APPLICATION_DECISION_UPDATED);
        assertInferred("{\"RequestId\":\"1\",\"UserName\":\"a\"}", JitEventType.ADMIN_TICKET_CREATED);
        assertInferred(
                "{\"RequestId\":\"1\",\"StartTime\":\"\",\"DecisionTime\":\"\"}", JitEventType.ADMIN_DECISION_UPDATED);
        assertInferred(
                WebhookTemplate.JIRA_APPLICATION_CREATED.render(Map.of("RequestId", "1")),
                JitEventType.APPLICATION_TICKET_CREATED);
    }

    private static void assertInferred(String body, JitEventType type) {
        JitEvent event = JitWebhookParser.parse(body);
        assertThat(event.type()).contains(type);
        assertThat(event.warnings())
                .extracting(ParseWarning::kind)
                .containsExactly(ParseWarning.Kind.EVENT_TYPE_INFERRED);
    }

    @Test
    void anUnknownEventKeepsEverything() {
        JitEvent event = JitWebhookParser.parse(
                "{\"EventType\":\"JIT_ADMIN_SESSION_ENDED\",\"RequestId\":\"1\",\"UserName\":\"joe\",\"new\":\"x\"}");
        assertThat(event).isInstanceOf(UnknownJitEvent.class);
        assertThat(event.type()).isEmpty();
        assertThat(event.request()).isEqualTo(JitRequestRef.admin("1"));
        assertThat(event.extra()).isEqualTo(Map.of("/UserName", "joe", "/new", "x"));
        assertThat(event.warnings())
                .extracting(ParseWarning::kind)
                .containsExactly(ParseWarning.Kind.UNKNOWN_EVENT_TYPE);
        assertThat(JitEvent.fromJson(event.toJson())).isEqualTo(event);
    }

    @Test
    void anUnknownEventTypeInABuiltInShapeIsNotTakenForAKnownEvent() {
        String body = WebhookTemplate.JIRA_APPLICATION_UPDATED.render(
                Map.of("RequestId", "1", "EventType", "SOMETHING_ELSE", "Decision", "Approved"));
        assertThat(JitWebhookParser.parse(body)).isInstanceOf(UnknownJitEvent.class);
    }

    @Test
    void aDeclaredTemplateSaysWhichEventItIsWhateverTheBodyCallsIt() {
        WebhookTemplate template = WebhookTemplate.JIRA_APPLICATION_CREATED;
        JitEvent event = declared(template, Map.of("RequestId", "1", "EventType", "Something EPM calls it"));
        assertThat(event).isInstanceOf(ApplicationTicketCreated.class);
        assertThat(event.warnings())
                .extracting(ParseWarning::kind)
                .containsExactly(ParseWarning.Kind.UNKNOWN_EVENT_TYPE);
        assertThat(declared(template, Map.of("RequestId", "1")).warnings()).isEmpty();
    }

    @Test
    void aBackslashInLegalJsonIsDoubtfulWhereNobodySaidWhetherEpmEscapes() {
        WebhookTemplate template = WebhookTemplate.SERVICENOW_ADMIN_CREATED;
        String raw = template.renderRaw(Map.of("RequestId", "1", "UserName", "CORP\\new", "Reason", "plain"));
        JitEvent event = JitWebhookParser.parse(
                raw, ParseOptions.builder().templates(template).build());
        assertThat(event.warnings())
                .extracting(ParseWarning::kind, ParseWarning::pointer)
                .containsExactly(org.assertj.core.groups.Tuple.tuple(ParseWarning.Kind.DOUBTFUL_ESCAPING, "/UserName"));
        assertThat(event.text(Placeholder.USER_NAME)).contains("CORP\new");
        ParseOptions known = ParseOptions.builder()
                .templates(template)
                .escaping(Escaping.RAW)
                .build();
        assertThat(JitWebhookParser.parse(raw, known).text(Placeholder.USER_NAME))
                .contains("CORP\\new");
        assertThat(JitWebhookParser.parse(raw, known).warnings()).isEmpty();
    }

    @Test
    void nulAndHalfSurrogatesBecomeReplacementCharactersWithAWarning() {
        WebhookTemplate template = WebhookTemplate.SERVICENOW_ADMIN_CREATED;
        ParseOptions json = ParseOptions.builder()
                .templates(template)
                .escaping(Escaping.JSON)
                .build();
        String body = template.renderRaw(
                Map.of("RequestId", "1", "Reason", "a\\u0000b\\ud800c\\ud83d\\ude80", "UserName", "x"));
        JitEvent event = JitWebhookParser.parse(body, json);
        assertThat(event.text(Placeholder.REASON)).contains("a\uFFFDb\uFFFDc\uD83D\uDE80");
        assertThat(event.warnings())
                .extracting(ParseWarning::kind, ParseWarning::pointer)
                .containsExactly(org.assertj.core.groups.Tuple.tuple(ParseWarning.Kind.REPLACED_CHARACTER, "/Reason"));
        ParseOptions raw = ParseOptions.builder()
                .templates(template)
                .escaping(Escaping.RAW)
                .build();
        String withNul = template.renderRaw(Map.of("RequestId", "1", "Reason", "a\0b"));
        assertThat(JitWebhookParser.parse(withNul, raw).text(Placeholder.REASON))
                .contains("a\uFFFDb");
        assertThat(JitWebhookParser.parse("{\"RequestId\":\"1\",\"User\":\"\\udc00\"}")
                        .warnings())
                .extracting(ParseWarning::kind)
                .contains(ParseWarning.Kind.REPLACED_CHARACTER);
    }

    @Test
    void aByteOrderMarkAndOtherWhiteSpaceAreNothing() throws IOException {
        String body = WebhookTemplate.SERVICENOW_ADMIN_CREATED.render(Map.of("RequestId", "1", "Reason", "because"));
        ParseOptions options = ParseOptions.builder()
                .templates(WebhookTemplate.serviceNowGuide())
                .build();
        for (String variant :
                List.of("\uFEFF" + body, " \r\n" + body, body.replace("\n", "\r\n\t"), body.replaceAll("\\s+", ""))) {
            JitEvent event = JitWebhookParser.parse(variant, options);
            assertThat(event.text(Placeholder.REASON)).contains("because");
            byte[] bytes = variant.getBytes(StandardCharsets.UTF_8);
            assertThat(JitWebhookParser.parse(bytes, options)).isEqualTo(event);
            assertThat(JitWebhookParser.parse(new ByteArrayInputStream(bytes), options))
                    .isEqualTo(event);
        }
    }

    @Test
    void eventsSurviveTheirOwnJson() {
        String body = WebhookTemplate.JIRA_APPLICATION_CREATED.renderRaw(
                Map.of("RequestId", "1", "Reason", "C:\\\\new \\u0000", "User", "\"quoted\""));
        for (String variant : List.of(body, "{\"RequestId\":\"1\",\"UserName\":\"x\",\"a\":[{\"b\":null}]}")) {
            JitEvent event = JitWebhookParser.parse(variant);
            JitEvent again = JitEvent.fromJson(event.toJson());
            assertThat(again).isEqualTo(event).hasSameHashCodeAs(event);
            assertThat(again.warnings()).isEqualTo(event.warnings());
            assertThat(again.extra()).isEqualTo(event.extra());
            assertThat(again.template()).isEqualTo(event.template());
            assertThat(again.toJson()).isEqualTo(event.toJson());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "[]",
                "nonsense",
                "{\"epm-jit\":\"1\"}",
                "{\"epm-jit\":\"9\",\"type\":\"UNKNOWN\"}",
                "{\"epm-jit\":\"1\",\"type\":\"NO\",\"kind\":\"ADMIN\",\"binding\":\"NONE\",\"fields\":[],\"warnings\":[]}",
                "{\"epm-jit\":\"1\",\"type\":\"UNKNOWN\",\"kind\":\"ADMIN\",\"binding\":\"NONE\",\"fields\":[[]],\"warnings\":[]}",
                "{\"epm-jit\":\"1\",\"type\":\"UNKNOWN\",\"kind\":\"ADMIN\",\"binding\":\"NONE\",\"texts\":[\"1\"],\"warnings\":[]}"
            })
    void whatIsNoEventsJsonIsRefused(String text) {
        assertThatThrownBy(() -> JitEvent.fromJson(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void anEventShowsNothingThatAUserTyped() {
        JitEvent event = JitWebhookParser.parse("{\"RequestId\":\"1\",\"UserName\":\"evil\\ninjection\"}");
        assertThat(event).hasToString("AdminTicketCreated[ADMIN 1, NONE]");
    }

    @Test
    void theVisitorMeetsEveryKind() {
        JitEvent.Visitor<String> visitor = new JitEvent.Visitor<>() {
            @Override
            public String applicationTicketCreated(ApplicationTicketCreated event) {
                return "application created";
            }

            @Override
            public String applicationDecisionUpdated(ApplicationDecisionUpdated event) {
                return "application updated";
            }

            @Override
            public String adminTicketCreated(AdminTicketCreated event) {
                return "admin created";
            }

            @Override
            public String adminDecisionUpdated(AdminDecisionUpdated event) {
                return "admin updated";
            }

            @Override
            public String unknown(UnknownJitEvent event) {
                return "unknown";
            }
        };
        assertThat(WebhookTemplate.serviceNowGuide().stream()
                        .map(template -> JitWebhookParser.parse(template.render(Map.of("RequestId", "1")))
                                .accept(visitor)))
                .containsExactly("application created", "application updated", "admin created", "admin updated");
        assertThat(JitWebhookParser.parse("{\"EventType\":\"ADMIN_X\",\"RequestId\":\"1\"}")
                        .accept(visitor))
                .isEqualTo("unknown");
    }
}
