package io.epmjit.client;

import static io.epmjit.client.TestEpm.APPROVAL;
import static io.epmjit.client.TestEpm.DENIAL;
import static io.epmjit.client.TestEpm.client;
import static io.epmjit.client.TestEpm.ref;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.epmjit.http.ResponseException;
import io.epmjit.http.TransportException;
import io.epmjit.model.AccessDuration;
import io.epmjit.model.Decision;
import io.epmjit.model.EpmJitException;
import io.epmjit.model.JitRequestRef;
import io.epmjit.model.Retryability;
import io.epmjit.model.TicketRef;
import io.epmjit.testkit.MovableClock;
import io.epmjit.testkit.epm.ApiArea;
import io.epmjit.testkit.epm.ApiLevel;
import io.epmjit.testkit.epm.EpmRequest;
import io.epmjit.testkit.epm.FakeEpm;
import io.epmjit.testkit.epm.SecondDecision;
import io.epmjit.testkit.server.Fault;
import io.epmjit.testkit.server.RequestMatcher;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DecideTest {

    private static final String APPLICATION = "/management-api/v2/AuthorizationRequest/notification";
    private static final String ADMIN = "/management-api/v3/AdminAccessRequest/approval";

    private final MovableClock clock = MovableClock.at(Instant.parse("2026-11-21T10:15:30.987654Z"));
    private final FakeEpm epm = FakeEpm.builder().clock(clock).start();
    private final EpmClient client = client(epm).clock(clock).build();

    @AfterEach
    void close() {
        client.close();
        epm.close();
    }

    @Test
    void a_decision_whose_reply_is_lost_is_reported_as_unknown_and_sent_once() {
        EpmRequest request = epm.requestApplication();
        epm.faults().always(RequestMatcher.post(APPLICATION), Fault.resetAfterWork());

        TransportException failure =
                catchThrowableOfType(TransportException.class, () -> client.decide(ref(request), APPROVAL));

        assertThat(failure.retryability()).isEqualTo(Retryability.OUTCOME_UNKNOWN);
        assertThat(failure).hasMessageContaining("look before you repeat it");
        assertThat(epm.request(request.requestId()).received()).hasSize(1);
    }

    @Test
    void a_decision_that_found_no_connection_may_be_sent_again() {
        EpmRequest request = epm.requestAdmin();
        epm.server().goDown();

        EpmJitException failure =
                catchThrowableOfType(EpmJitException.class, () -> client.decide(ref(request), APPROVAL));

        assertThat(failure.retryability()).isEqualTo(Retryability.SAFE);
        epm.server().comeUp();
        client.decide(ref(request), APPROVAL);
        assertThat(epm.request(request.requestId()).received()).hasSize(1);
    }

    @Test
    void a_refused_right_is_no_refusal_of_the_decision() {
        EpmRequest request = epm.requestApplication();
        epm.grant(ApiArea.JIT, ApiLevel.READ_ONLY);

        ResponseException failure =
                catchThrowableOfType(ResponseException.class, () -> client.decide(ref(request), APPROVAL));

        assertThat(failure).isInstanceOf(ResponseException.Forbidden.class).hasMessageContaining("lacks a right");
        assertThat(failure.retryability()).isEqualTo(Retryability.NEVER);
    }

    @Test
    void a_second_decision_that_epm_refuses_is_a_conflict() {
        try (FakeEpm strict = FakeEpm.builder()
                        .secondDecision(SecondDecision.CONFLICT)
                        .start();
                EpmClient other = client(strict).build()) {
            EpmRequest request = strict.requestApplication();
            other.decide(ref(request), DENIAL);

            assertThatThrownBy(() -> other.decide(ref(request), APPROVAL))
                    .isInstanceOf(ResponseException.Conflict.class)
                    .extracting(failure -> ((EpmJitException) failure).retryability())
                    .isEqualTo(Retryability.NEVER);
            assertThat(strict.request(request.requestId()).status()).isEqualTo("Denied");
        }
    }

    @Test
    void an_unknown_request_is_not_found() {
        assertThatThrownBy(() -> client.decide(JitRequestRef.application("no-such-request"), APPROVAL))
                .isInstanceOf(ResponseException.NotFound.class);
    }

    @Test
    void a_throttled_decision_goes_out_again_since_it_was_not_carried_out() {
        EpmRequest request = epm.requestApplication();
        epm.faults().once(RequestMatcher.post(APPLICATION), Fault.status(429));

        client.decide(ref(request), APPROVAL);

        assertThat(epm.requests().count(RequestMatcher.post(APPLICATION))).isEqualTo(2);
        assertThat(epm.request(request.requestId()).received()).hasSize(1);
    }

    @Test
    void a_decision_survives_a_token_that_was_revoked() {
        EpmRequest first = epm.requestApplication();
        EpmRequest second = epm.requestApplication();
        client.decide(ref(first), APPROVAL);
        epm.revokeTokens();

        client.decide(ref(second), DENIAL);

        assertThat(epm.request(second.requestId()).status()).isEqualTo("Denied");
        assertThat(epm.request(second.requestId()).received()).hasSize(1);
    }

    @Test
    void once_for_an_admin_request_names_the_setting_that_allows_it() {
        EpmRequest request = epm.requestAdmin();
        Decision once = Decision.approve(AccessDuration.once())
                .by("a.lee")
                .reason("one repair")
                .build();

        assertThatThrownBy(() -> client.decide(ref(request), once))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("once is not possible for an admin request")
                .hasMessageContaining("adminOnceValue");
        assertThat(epm.requests().count(RequestMatcher.post(ADMIN))).isZero();
    }

    @Test
    void once_for_an_admin_request_is_sent_as_the_setting_says() throws Exception {
        EpmRequest request = epm.requestAdmin();
        Decision once = Decision.approve(AccessDuration.once())
                .by("a.lee")
                .reason("one repair")
                .build();
        try (EpmClient allowing = client(epm).adminOnceValue("60").build()) {
            allowing.decide(ref(request), once);
        }
        assertThat(sent(ADMIN).get("Duration").asText()).isEqualTo("60");
    }

    @Test
    void an_application_decision_has_its_ten_fields() throws Exception {
        EpmRequest request = epm.requestApplication();
        Decision decision = Decision.approve(AccessDuration.hours(2))
                .by("a.lee")
                .reason("change CHG0042")
                .ticket(TicketRef.of("jira", "10042", "JIT-42")
                        .withUrl(URI.create("https://jira.example/browse/JIT-42")))
                .build();

        DecisionReceipt receipt = client.decide(ref(request), decision);

        JsonNode body = sent(APPLICATION);
        assertThat(names(body))
                .containsExactly(
                        "status",
                        "decision",
                        "decisionPerformedByUser",
                        "duration",
                        "itsmRequestId",
                        "decisionTime",
                        "message",
                        "systemId",
                        "ticketId",
                        "ticketUrl");
        assertThat(body.get("status").textValue()).isEqualTo("2000");
        assertThat(body.get("decision").textValue()).isEqualTo("Approved");
        assertThat(body.get("decisionPerformedByUser").textValue()).isEqualTo("a.lee");
        assertThat(body.get("duration").textValue()).isEqualTo("7200");
        assertThat(body.get("itsmRequestId").textValue()).isEqualTo(request.requestId());
        assertThat(body.get("decisionTime").textValue()).isEqualTo("2026-11-21 10:15:30");
        assertThat(body.get("message").textValue()).isEqualTo("change CHG0042");
        assertThat(body.get("systemId").textValue()).isEqualTo("10042");
        assertThat(body.get("ticketId").textValue()).isEqualTo(request.ticketNumber());
        assertThat(body.get("ticketUrl").textValue()).isEqualTo("https://jira.example/browse/JIT-42");
        assertThat(receipt.acknowledgedAt()).isEqualTo(clock.instant());
        assertThat(receipt.decision()).isEqualTo(decision);
    }

    @Test
    void an_application_denial_without_ticket_or_number_still_has_ten_fields_that_are_not_empty() throws Exception {
        EpmRequest request = epm.requestApplication();

        client.decide(JitRequestRef.application(request.requestId()), DENIAL);

        JsonNode body = sent(APPLICATION);
        assertThat(names(body)).hasSize(10);
        body.forEach(value -> assertThat(value.textValue()).isNotBlank());
        assertThat(body.get("status").textValue()).isEqualTo("2001");
        assertThat(body.get("decision").textValue()).isEqualTo("Denied");
        assertThat(body.get("duration").textValue()).isEqualTo("Once");
        assertThat(body.get("systemId").textValue()).isEqualTo(request.requestId());
        assertThat(body.get("ticketId").textValue()).isEqualTo(request.requestId());
        assertThat(body.get("ticketUrl").textValue()).isEqualTo(epm.url().toString());
    }

    @Test
    void a_request_that_has_a_number_is_linked_to_its_page_in_the_console() throws Exception {
        client.decide(ref(epm.requestApplication()), APPROVAL);

        assertThat(sent(APPLICATION).get("ticketUrl").textValue())
                .isEqualTo(epm.url() + "/jit-access-management/details/1");
    }

    @Test
    void every_name_in_a_decision_may_be_overridden() throws Exception {
        EpmApiDialect.Builder renamed = EpmApiDialect.builder().consoleRequestPath("/jit/{}/show");
        for (EpmApiDialect.Name name : EpmApiDialect.Name.values()) {
            renamed.putNames(name, "my-" + name);
        }
        epm.faults().always(post -> post.path().startsWith("/management-api/"), Fault.status(204));
        try (EpmClient other = client(epm).dialect(renamed.build()).build()) {
            other.decide(ref(epm.requestApplication()), APPROVAL);
            other.decide(ref(epm.requestAdmin()), APPROVAL);
            other.createAdminRequest(NewAdminRequest.builder()
                    .computerId("7c9e6679-7425-40de-944b-e07fc1f90ae7")
                    .userId("S-1-5-21-7")
                    .userName("ACME\\new.user")
                    .reason("a printer driver")
                    .duration(AccessDuration.minutes(30))
                    .ticket(TicketRef.of("jira", "10042", "JIT-42"))
                    .build());
        }

        assertThat(names(sent(APPLICATION))).hasSize(10).allMatch(name -> name.startsWith("my-APPLICATION_"));
        assertThat(sent(APPLICATION).get("my-APPLICATION_TICKET_URL").textValue())
                .isEqualTo(epm.url() + "/jit/1/show");
        assertThat(names(sent(ADMIN))).hasSize(5).allMatch(name -> name.startsWith("my-ADMIN_"));
        assertThat(names(sent("/management-api/v3/AdminAccessRequest")))
                .hasSize(7)
                .allMatch(name -> name.startsWith("my-NEW_"));
    }

    @Test
    void an_admin_decision_is_another_call_with_another_body() throws Exception {
        EpmRequest request = epm.requestAdmin();

        client.decide(ref(request), APPROVAL);

        JsonNode body = sent(ADMIN);
        assertThat(names(body))
                .containsExactly("RequestId", "Decision", "Duration", "DecisionPerformedByUser", "Message");
        assertThat(body.get("Decision").textValue()).isEqualTo("Approved");
        assertThat(body.get("Duration").textValue()).isEqualTo("1800");
        assertThat(epm.request(request.requestId()).status()).isEqualTo("Approved");
    }

    @Test
    void an_admin_denial_has_no_duration_and_names_its_ticket() throws Exception {
        EpmRequest request = epm.requestAdmin();
        Decision denial = Decision.deny()
                .by("a.lee")
                .reason("not this week")
                .ticket(TicketRef.of("jira", "10042", "JIT-42"))
                .build();

        client.decide(ref(request), denial);

        assertThat(names(sent(ADMIN)))
                .containsExactly(
                        "RequestId",
                        "Decision",
                        "DecisionPerformedByUser",
                        "Message",
                        "SystemId",
                        "TicketId",
                        "TicketUrl");
        assertThat(epm.request(request.requestId()).status()).isEqualTo("Denied");
    }

    private JsonNode sent(String path) throws Exception {
        return new ObjectMapper()
                .readTree(epm.requests()
                        .matching(RequestMatcher.post(path))
                        .get(0)
                        .body());
    }

    private static List<String> names(JsonNode body) {
        List<String> names = new ArrayList<>();
        body.fieldNames().forEachRemaining(names::add);
        return names;
    }
}
