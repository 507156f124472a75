package io.epmjit.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WebhookTemplateTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "nonsense                                                          | not legal JSON",
                "[]                                                                | begins with {",
                "{\"RequestId\": %%RequestId%%}                                    | outside quotes",
                "{\"RequestId\":\"%%RequestId%%\",}                                | not legal JSON",
                "{\"RequestId\":\"%%RequestId%%\"} x                               | not legal JSON",
                "{\"RequestId\":\"%%RequestId%%\"} {}                              | nothing may follow",
                "{\"RequestId\":\"%%RequestId%%\",\"a\":\"%%User%%%%Reason%%\"}    | one placeholder and nothing beside",
                "{\"RequestId\":\"%%RequestId%%\",\"a\":\"by %%User%%\"}           | one placeholder and nothing beside",
                "{\"RequestId\":\"%%RequestId%%\",\"a\":\"%%Nonsense%%\"}          | not known to have",
                "{\"RequestId\":\"%%RequestId%%\",\"a\":\"%%reason%%\"}            | as %%Reason%%",
                "{\"RequestId\":\"%%RequestId%%\",\"a\":\"%%User%%\",\"A\":\"%%Reason%%\"} | stands twice",
                "{\"RequestId\":\"%%RequestId%%\",\"a\":\"x\",\"a\":\"y\"}         | stands twice",
                "{\"RequestId\":\"%%RequestId%%\",\"a\":[\"%%User%%\"]}            | text in quotes, or an object",
                "{\"RequestId\":\"%%RequestId%%\",\"a\":1}                         | text in quotes, or an object",
                "{\"RequestId\":\"%%RequestId%%\",\"%%User%%\":\"x\"}              | cannot be a key",
                "{\"User\":\"%%User%%\"}                                           | RequestId%% is missing"
            })
    void whatIsWrongWithATemplateIsSaid(String text, String fault) {
        assertThat(WebhookTemplate.faultsOf(text))
                .anySatisfy(found -> assertThat(found).contains(fault.strip()));
        assertThatThrownBy(() -> WebhookTemplate.read(JitEventType.ADMIN_TICKET_CREATED, text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(fault.strip());
    }

    @Test
    void allFaultsAreListedWithTheirLines() {
        assertThat(WebhookTemplate.faultsOf("{\n\"a\": \"%%Nope%%\",\n\"b\": 1\n}"))
                .hasSize(3)
                .anyMatch(fault -> fault.startsWith("line 2"))
                .anyMatch(fault -> fault.startsWith("line 3"));
    }

    @Test
    void aTemplateForAnotherEventThanItsEventTypeIsRefused() {
        assertThatThrownBy(() -> WebhookTemplate.read(
                        JitEventType.ADMIN_DECISION_UPDATED, WebhookTemplate.SERVICENOW_ADMIN_CREATED.text()))
                .hasMessageContaining("JIT Admin Ticket Created");
    }

    @Test
    void templatesWhoseKeysStandInAnotherNest() {
        assertThat(WebhookTemplate.SERVICENOW_APPLICATION_UPDATED.nestsWith(WebhookTemplate.JIRA_APPLICATION_UPDATED))
                .isTrue();
        assertThat(WebhookTemplate.JIRA_APPLICATION_UPDATED.nestsWith(WebhookTemplate.SERVICENOW_APPLICATION_UPDATED))
                .isTrue();
        for (WebhookTemplate one : WebhookTemplate.serviceNowGuide()) {
            for (WebhookTemplate other : WebhookTemplate.serviceNowGuide()) {
                assertThat(one.nestsWith(other)).isEqualTo(one == other);
            }
        }
        WebhookTemplate literal = own("{\"RequestId\":\"%%RequestId%%\",\"site\":\"A\"}");
        assertThat(literal.nestsWith(own("{\"RequestId\":\"%%RequestId%%\",\"site\":\"B\"}")))
                .isFalse();
        assertThat(literal.nestsWith(own("{\"RequestId\":\"%%RequestId%%\",\"SITE\":\"%%Reason%%\"}")))
                .isTrue();
        assertThat(literal.nestsWith(own("{\"site\":\"A\",\"RequestId\":\"%%RequestId%%\"}")))
                .isFalse();
    }

    private static WebhookTemplate own(String text) {
        return WebhookTemplate.read(JitEventType.ADMIN_TICKET_CREATED, text);
    }

    @Test
    void chosenPlaceholdersMakeATemplateInTheGuidesForm() {
        WebhookTemplate template = WebhookTemplate.builder(JitEventType.APPLICATION_TICKET_CREATED)
                .placeholders(Placeholder.USER, Placeholder.REASON, Placeholder.TIMESTAMP)
                .build();
        assertThat(template.text()).isEqualTo("""
                {
                  "EventType": "URM_Native_Ticket_Created",
                  "RequestId": "%%RequestId%%",
                  "TenantId": "%%TenantId%%",
                  "Timestamp": "%%Timestamp%%",
                  "requestInfo": {
                    "reason": "%%Reason%%",
                    "user": "%%User%%"
                  }
                }
                """);
        assertThat(template.eventLabel()).isEqualTo("JIT Application Access Ticket Created");
        assertThat(template.suggestedName()).isEqualTo("epm-jit - App Access - Create");
        assertThatThrownBy(() -> WebhookTemplate.builder(JitEventType.ADMIN_TICKET_CREATED)
                        .placeholders(Placeholder.CMD_ARGS))
                .hasMessageContaining("%%CmdArgs%%");
    }

    @Test
    void everyBuiltInTemplateIsFoundAgainFromABodyOfIt() {
        for (WebhookTemplate template : WebhookTemplate.builtIn()) {
            Map<String, String> values = new java.util.HashMap<>();
            template.placeholders().forEach(p -> values.put(p.fieldName(), "x"));
            values.remove("EventType");
            WebhookTemplate found = WebhookTemplate.fromBody(template.event(), template.render(values));
            assertThat(found.placeholders()).containsAll(template.placeholders());
            JitEvent event = JitWebhookParser.parse(
                    template.render(values),
                    ParseOptions.builder().templates(found).build());
            assertThat(event.text(Placeholder.REQUEST_ID)).contains("x");
        }
        assertThatThrownBy(() -> WebhookTemplate.fromBody(JitEventType.ADMIN_TICKET_CREATED, "{\"a\": [1]}"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> WebhookTemplate.fromBody(JitEventType.ADMIN_TICKET_CREATED, "{\"a\": \"C:\\x\"}"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void everyBuiltInTemplateHasTheConsolesLabelAndTheGuidesName() {
        assertThat(WebhookTemplate.builtIn())
                .extracting(WebhookTemplate::suggestedName, WebhookTemplate::eventLabel)
                .containsExactly(
                        pair("ServiceNow - App Access - Create", "JIT Application Access Ticket Created"),
                        pair("ServiceNow - App Access - Update", "JIT Application Access Decision Updated"),
                        pair("ServiceNow - Admin Access - Create", "JIT Admin Ticket Created"),
                        pair("ServiceNow - Admin Access - Update", "JIT Admin Decision Updated"),
                        pair("Jira - App Access - Create", "JIT Application Access Ticket Created"),
                        pair("Jira - App Access - Update", "JIT Application Access Decision Updated"));
        assertThat(WebhookTemplate.named("jira-application-created"))
                .contains(WebhookTemplate.JIRA_APPLICATION_CREATED);
        assertThat(WebhookTemplate.named("nothing")).isEmpty();
    }

    private static org.assertj.core.groups.Tuple pair(String name, String label) {
        return org.assertj.core.groups.Tuple.tuple(name, label);
    }

    @Test
    void renderingLeavesWhatIsNotNamedAndRefusesWhatIsNoPlaceholder() {
        WebhookTemplate template = own("{\"RequestId\":\"%%RequestId%%\",\"r\":\"%%Reason%%\"}");
        assertThat(template.render(Map.of("Reason", "a \"b\" $1 \\")))
                .isEqualTo("{\"RequestId\":\"%%RequestId%%\",\"r\":\"a \\\"b\\\" $1 \\\\\"}");
        assertThat(template.renderRaw(Map.of("Reason", "a \"b\" $1 \\")))
                .isEqualTo("{\"RequestId\":\"%%RequestId%%\",\"r\":\"a \"b\" $1 \\\"}");
        assertThatThrownBy(() -> template.render(Map.of("Nope", "x"))).hasMessageContaining("Nope");
    }
}
