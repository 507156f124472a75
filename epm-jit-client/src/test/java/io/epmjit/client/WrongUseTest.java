package io.epmjit.client;

import static io.epmjit.client.TestEpm.APPROVAL;
import static io.epmjit.client.TestEpm.client;
import static io.epmjit.client.TestEpm.ref;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.epmjit.http.CallOptions;
import io.epmjit.http.ResponseException;
import io.epmjit.model.AccessDuration;
import io.epmjit.model.Decision;
import io.epmjit.model.DurationLimits;
import io.epmjit.model.JitEvent;
import io.epmjit.model.JitRequestRef;
import io.epmjit.model.JitWebhookParser;
import io.epmjit.model.WebhookTemplate;
import io.epmjit.testkit.epm.ApiArea;
import io.epmjit.testkit.epm.ApiLevel;
import io.epmjit.testkit.epm.EpmRequest;
import io.epmjit.testkit.epm.FakeEpm;
import io.epmjit.testkit.server.Fault;
import io.epmjit.testkit.server.Reply;
import io.epmjit.testkit.server.RequestMatcher;
import io.epmjit.webhook.Secret;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What somebody reads who holds it wrong. Wrong host, wrong secret and a missing right: see {@link ConnectionTestTest}. */
class WrongUseTest {

    @Test
    void a_client_without_a_host() {
        assertThatThrownBy(() -> EpmClient.builder()
                        .credentials("id", Secret.of("secret"))
                        .build())
                .hasMessage("Please name EPM's services host: host(\"<tenant>-services.beyondtrustcloud.com\")");
    }

    @Test
    void a_client_without_credentials() {
        assertThatThrownBy(() -> EpmClient.builder().host("acme.example").build())
                .hasMessage("Please give the API account's client id and secret: credentials(…)");
    }

    @Test
    void a_secret_with_a_line_break_pasted_along() {
        assertThatThrownBy(() -> Secret.of("s3cret\n"))
                .hasMessageContaining("was a line break pasted along with it?")
                .hasMessageNotContaining("s3cret");
    }

    @Test
    void a_decision_without_a_reason() {
        assertThatThrownBy(() -> Decision.deny().by("a.lee").reason("  ").build())
                .hasMessage("Please enter a reason");
    }

    @Test
    void a_duration_that_is_out_of_range() {
        assertThat(DurationLimits.GUIDE.faultOf(AccessDuration.minutes(3)))
                .contains("Enter a number between 5 and 1440");
        assertThatThrownBy(() -> AccessDuration.of(Duration.ofMillis(1500)))
                .hasMessage("a duration must be a whole number of seconds, and at least one");
    }

    @Test
    void a_decision_by_an_account_that_may_only_read() {
        try (FakeEpm epm = FakeEpm.start();
                EpmClient client = client(epm).build()) {
            EpmRequest request = epm.requestApplication();
            epm.grant(ApiArea.JIT, ApiLevel.READ_ONLY);

            assertThatThrownBy(() -> client.decide(ref(request), APPROVAL))
                    .isInstanceOf(ResponseException.Forbidden.class)
                    .hasMessageContaining("was answered 403: the account lacks a right for this call: the API account"
                            + " needs JIT: Full Access to decide or create")
                    .hasMessageContaining("Configuration > API Settings");
        }
    }

    @Test
    void an_event_of_another_tenant() {
        try (FakeEpm epm = FakeEpm.start();
                EpmClient ours = client(epm).tenantId("tenant-a").build();
                EpmClient anybodys = client(epm).build()) {
            EpmRequest request = epm.requestApplication();

            assertThatThrownBy(() -> ours.decide(event(request, "tenant-b"), APPROVAL))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(
                            "this client is for another tenant than the event on APPLICATION " + request.requestId());
            assertThatThrownBy(() -> ours.decide(event(request, ""), APPROVAL))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> ours.async()
                            .decide(event(request, "tenant-b"), APPROVAL, CallOptions.defaults())
                            .join())
                    .hasCauseInstanceOf(IllegalArgumentException.class);
            assertThat(epm.request(request.requestId()).received()).isEmpty();

            ours.decide(event(request, "TENANT-A"), APPROVAL);
            anybodys.decide(event(request, "tenant-b"), APPROVAL);
            assertThat(epm.request(request.requestId()).received()).hasSize(2);
        }
    }

    private static JitEvent event(EpmRequest request, String tenant) {
        return JitWebhookParser.parse(WebhookTemplate.SERVICENOW_APPLICATION_CREATED.render(
                Map.of("RequestId", request.requestId(), "TicketNumber", request.ticketNumber(), "TenantId", tenant)));
    }

    @Test
    void once_for_an_admin_request() {
        try (FakeEpm epm = FakeEpm.start();
                EpmClient client = client(epm).build()) {
            EpmRequest request = epm.requestAdmin();
            Decision once = Decision.approve(AccessDuration.once())
                    .by("a.lee")
                    .reason("one repair")
                    .build();

            assertThat(client.takesOnceForAdmin()).isFalse();
            assertThatThrownBy(() -> client.decide(ref(request), once))
                    .hasMessage(
                            "once is not possible for an admin request: the value that EPM's API takes for it is not"
                                    + " known. Choose a length of time, or set adminOnceValue to what your EPM takes");
            assertThatThrownBy(() -> client.async().decide(ref(request), once).join())
                    .hasRootCauseInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void an_admin_request_created_for_once() {
        assertThatThrownBy(() -> NewAdminRequest.builder()
                        .computerId("7c9e6679-7425-40de-944b-e07fc1f90ae7")
                        .userId("S-1-5-21-7")
                        .userName("ACME\\new.user")
                        .reason("a printer driver")
                        .duration(AccessDuration.once())
                        .build())
                .hasMessage("an admin request is made for a length of time, not for once");
    }

    @Test
    void an_answer_of_ten_megabytes() {
        try (FakeEpm epm = FakeEpm.start();
                EpmClient client = client(epm).build()) {
            epm.faults()
                    .always(
                            RequestMatcher.get("/management-api/v3/AdminAccessRequest"),
                            Fault.answer(Reply.json(200, "[" + "0,".repeat(5 << 20) + "0]")));

            assertThatThrownBy(() -> client.adminRequests(RequestFilter.all()).toList())
                    .isInstanceOf(ResponseException.UnusableAnswer.class)
                    .hasMessage("EPM: GET /management-api/v3/AdminAccessRequest: the answer (200) is longer than the"
                            + " 4194304 bytes that are read at most");
        }
    }

    @Test
    void what_epm_says_of_an_invalid_request_is_in_the_message_without_the_values() {
        try (FakeEpm epm = FakeEpm.start();
                EpmClient client = client(epm).build()) {
            epm.faults()
                    .always(
                            RequestMatcher.post("/management-api/v2/AuthorizationRequest/notification"),
                            Fault.answer(
                                    Reply.json(
                                            400,
                                            "{\"title\":\"One or more validation errors occurred.\",\"errors\":{\"Duration\":"
                                                    + "[\"The value 'soon' is not valid.\"],\"TicketId\":[\"The TicketId field is required.\"]}}")));

            assertThatThrownBy(() -> client.decide(JitRequestRef.application("r-1"), APPROVAL))
                    .isInstanceOf(ResponseException.InvalidRequest.class)
                    .hasMessageEndingWith("was answered 400: the request is not valid: Duration: The value '…' is not"
                            + " valid.; TicketId: The TicketId field is required.");
        }
    }

    @Test
    void a_dialect_with_pages_larger_than_epm_gives() {
        assertThatThrownBy(() -> EpmApiDialect.builder().pageSize(500).build())
                .hasMessage("EPM gives pages of 1 to 200 rows");
    }

    @Test
    void a_client_that_is_closed() {
        try (FakeEpm epm = FakeEpm.start()) {
            EpmClient client = client(epm).build();
            client.close();

            assertThatThrownBy(() -> client.read(JitRequestRef.admin("r-1")))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("the client for EPM is closed");
        }
    }

    @Test
    void options_without_time_or_attempts() {
        assertThatThrownBy(() -> CallOptions.defaults().withAttempts(0))
                .hasMessage("a call needs at least one attempt");
        assertThatThrownBy(() -> CallOptions.defaults().withTimeout(Duration.ZERO))
                .hasMessage("a time-out must be longer than nothing");
    }
}
