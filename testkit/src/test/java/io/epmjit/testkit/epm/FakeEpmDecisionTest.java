package io.epmjit.testkit.epm;

import static io.epmjit.testkit.epm.ApiClient.JSON;
import static io.epmjit.testkit.epm.ApiClient.adminDecision;
import static io.epmjit.testkit.epm.ApiClient.applicationDecision;
import static io.epmjit.testkit.epm.ApiClient.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.epmjit.testkit.MovableClock;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FakeEpmDecisionTest {

    private static final String NOTIFICATION = "/v2/AuthorizationRequest/notification";
    private static final String APPROVAL = "/v3/AdminAccessRequest/approval";

    private final MovableClock clock = MovableClock.at(Instant.parse("2026-11-22T10:00:00Z"));
    private FakeEpm epm;
    private ApiClient client;

    @BeforeEach
    void start() throws Exception {
        restart(FakeEpm.builder());
    }

    private void restart(FakeEpm.Builder builder) throws Exception {
        close();
        epm = builder.clock(clock).start();
        client = new ApiClient(epm).signIn();
    }

    @AfterEach
    void close() {
        if (epm != null) {
            epm.close();
        }
    }

    @Test
    void approvesAnApplicationOnce() throws Exception {
        EpmRequest request = epm.requestApplication();
        assertThat(request.status()).isEqualTo("Pending");
        assertThat(epm.userView(request.requestId())).isEqualTo(UserView.PENDING);
        assertThat(epm.canRun(request.requestId())).isFalse();

        HttpResponse<String> reply = client.post(NOTIFICATION, applicationDecision(request, "Approved", "Once"));

        assertThat(reply.statusCode()).isEqualTo(200);
        assertThat(reply.body()).isEmpty();
        EpmDecision decision = epm.request(request.requestId()).decision().orElseThrow();
        assertThat(decision.approved()).isTrue();
        assertThat(decision.performedBy()).isEqualTo("a.lee");
        assertThat(decision.message()).isEqualTo("CHG0042");
        assertThat(epm.userView(request.requestId())).isEqualTo(UserView.APPROVED_ONCE);
        assertThat(epm.run(request.requestId())).isTrue();
        assertThat(epm.userView(request.requestId())).isEqualTo(UserView.USED);
        assertThat(epm.run(request.requestId())).isFalse();
    }

    @Test
    void approvesAnApplicationForATime() throws Exception {
        EpmRequest request = epm.requestApplication();
        client.post(NOTIFICATION, applicationDecision(request, "Approved", "1800"));
        assertThat(epm.run(request.requestId())).isTrue();
        clock.advance(Duration.ofSeconds(1799));
        assertThat(epm.userView(request.requestId())).isEqualTo(UserView.APPROVED_UNTIL);
        clock.advance(Duration.ofSeconds(1));
        assertThat(epm.canRun(request.requestId())).isFalse();
        assertThat(epm.userView(request.requestId())).isEqualTo(UserView.EXPIRED);
    }

    @Test
    void deniesAnApplication() throws Exception {
        EpmRequest request = epm.requestApplication();
        assertThat(client.post(NOTIFICATION + "/", applicationDecision(request, "Denied", "Once"))
                        .statusCode())
                .isEqualTo(200);
        assertThat(epm.request(request.requestId()).status()).isEqualTo("Denied");
        assertThat(epm.userView(request.requestId())).isEqualTo(UserView.DENIED);
        assertThat(epm.canRun(request.requestId())).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "status",
                "decision",
                "decisionPerformedByUser",
                "duration",
                "itsmRequestId",
                "decisionTime",
                "message",
                "systemId",
                "ticketId",
                "ticketUrl"
            })
    void refusesADecisionWithoutOneOfTheTenFields(String field) throws Exception {
        EpmRequest request = epm.requestApplication();
        ObjectNode whole = applicationDecision(request, "Approved", "Once");

        assertRequired(client.post(NOTIFICATION, whole.deepCopy().without(List.of(field))), field);
        assertRequired(client.post(NOTIFICATION, whole.deepCopy().putNull(field)), field);
        assertRequired(client.post(NOTIFICATION, whole.deepCopy().put(field, "")), field);
        assertRequired(client.post(NOTIFICATION, whole.deepCopy().put(field, "  ")), field);
        assertThat(epm.request(request.requestId()).received()).isEmpty();
    }

    private static void assertRequired(HttpResponse<String> reply, String field) throws Exception {
        String name = Character.toUpperCase(field.charAt(0)) + field.substring(1);
        assertThat(reply.statusCode()).isEqualTo(400);
        assertThat(reply.headers().firstValue("Content-Type")).hasValue("application/problem+json; charset=utf-8");
        JsonNode problem = json(reply);
        assertThat(problem.path("title").textValue()).isEqualTo("One or more validation errors occurred.");
        assertThat(problem.path("status").intValue()).isEqualTo(400);
        assertThat(problem.path("traceId").textValue()).isNotBlank();
        assertThat(problem.path("errors").path(name).path(0).textValue())
                .isEqualTo("The " + name + " field is required.");
    }

    @Test
    void tellsEveryMissingFieldAtOnce() throws Exception {
        assertThat(json(client.post(NOTIFICATION, "{}")).path("errors")).hasSize(10);
    }

    @Test
    void readsNamesWithoutRegardToCase() throws Exception {
        EpmRequest request = epm.requestApplication();
        ObjectNode upper = JSON.createObjectNode();
        applicationDecision(request, "Approved", "Once")
                .properties()
                .forEach(field -> upper.set(field.getKey().toUpperCase(Locale.ROOT), field.getValue()));
        assertThat(client.post("/V2/authorizationrequest/NOTIFICATION", upper).statusCode())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({
        "status, 3000",
        "status, 2001",
        "decision, approved",
        "duration, 30 minutes",
        "duration, 0",
        "decisionTime, 2026-11-22T10:00:00Z"
    })
    void refusesValuesThatMeanNothing(String field, String value) throws Exception {
        EpmRequest request = epm.requestApplication();
        ObjectNode wrong = applicationDecision(request, "Approved", "Once").put(field, value);
        assertThat(client.post(NOTIFICATION, wrong).statusCode()).isEqualTo(400);
        assertThat(epm.request(request.requestId()).received()).isEmpty();
    }

    @Test
    void refusesWhatIsNoJsonObjectOfTexts() throws Exception {
        EpmRequest request = epm.requestApplication();
        ObjectNode number = applicationDecision(request, "Approved", "Once").put("status", 2000);
        HttpResponse<String> wrongType = client.post(NOTIFICATION, number);
        assertThat(wrongType.statusCode()).isEqualTo(400);
        assertThat(json(wrongType).path("errors").has("$.status")).isTrue();
        assertThat(client.post(NOTIFICATION, "{\"status\":").statusCode()).isEqualTo(400);
        assertThat(client.post(NOTIFICATION, "[]").statusCode()).isEqualTo(400);
        assertThat(client.post(NOTIFICATION, applicationDecision(request, "Approved", "Once") + "x")
                        .statusCode())
                .isEqualTo(400);
        assertThat(client.send("POST", NOTIFICATION, "text/plain", number.toString())
                        .statusCode())
                .isEqualTo(415);
    }

    @Test
    void mayCheckTheTicketNumber() throws Exception {
        EpmRequest tolerant = epm.requestApplication();
        assertThat(client.post(
                                NOTIFICATION,
                                applicationDecision(tolerant, "Denied", "Once").put("ticketId", "INC1"))
                        .statusCode())
                .isEqualTo(200);
        restart(FakeEpm.builder().checkingTicketId());
        EpmRequest request = epm.requestApplication();
        ObjectNode decision = applicationDecision(request, "Denied", "Once");
        assertThat(client.post(NOTIFICATION, decision.deepCopy().put("ticketId", "INC1"))
                        .statusCode())
                .isEqualTo(400);
        assertThat(client.post(NOTIFICATION, decision).statusCode()).isEqualTo(200);
    }

    @Test
    void knowsOnlyItsOwnRequests() throws Exception {
        EpmRequest application = epm.requestApplication();
        EpmRequest admin = epm.requestAdmin();
        assertThat(client.post(NOTIFICATION, applicationDecision(admin, "Approved", "Once"))
                        .statusCode())
                .isEqualTo(404);
        assertThat(client.post(APPROVAL, adminDecision(application, "Approved", "600"))
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    void approvesAnAdminSessionForSeconds() throws Exception {
        EpmRequest request = epm.requestAdmin();
        HttpResponse<String> reply = client.post(APPROVAL, adminDecision(request, "Approved", "600"));
        assertThat(reply.statusCode()).isEqualTo(200);
        assertThat(json(reply).path("requestId").textValue()).isEqualTo(request.requestId());
        assertThat(epm.canRun(request.requestId())).isTrue();
        clock.advance(Duration.ofMinutes(10));
        assertThat(epm.canRun(request.requestId())).isFalse();
    }

    @Test
    void deniesAnAdminSessionWithoutADuration() throws Exception {
        EpmRequest request = epm.requestAdmin();
        assertThat(client.post(APPROVAL, adminDecision(request, "Denied", "").without(List.of("Duration")))
                        .statusCode())
                .isEqualTo(200);
        assertThat(epm.request(request.requestId()).status()).isEqualTo("Denied");
    }

    @Test
    void refusesAnAdminDecisionThatIsNotInOrder() throws Exception {
        EpmRequest request = epm.requestAdmin();
        ObjectNode whole = adminDecision(request, "Approved", "600");
        for (ObjectNode wrong : List.of(
                whole.deepCopy().put("Duration", "Once"),
                whole.deepCopy().put("Duration", 600),
                whole.deepCopy().put("Decision", "approved"),
                whole.deepCopy().put("Decision", "Pending"),
                whole.deepCopy().put("Message", ""),
                whole.deepCopy().putNull("Decision"),
                whole.deepCopy().put("RequestId", request.ticketNumber()))) {
            assertThat(client.post(APPROVAL, wrong).statusCode())
                    .as("%s", wrong)
                    .isEqualTo(400);
        }
        assertThat(client.post("/v2/AdminAccessRequest/approval", whole).statusCode())
                .isEqualTo(404);
        assertThat(epm.request(request.requestId()).received()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "OVERWRITES, 200, Denied, EFFECTIVE",
        "CONFLICT, 409, Approved, REFUSED",
        "IGNORED, 200, Approved, IGNORED"
    })
    void treatsASecondDecisionAsItIsToldTo(SecondDecision what, int status, String after, DecisionEffect effect)
            throws Exception {
        restart(FakeEpm.builder().secondDecision(what));
        EpmRequest application = epm.requestApplication();
        EpmRequest admin = epm.requestAdmin();
        client.post(NOTIFICATION, applicationDecision(application, "Approved", "Once"));
        client.post(APPROVAL, adminDecision(admin, "Approved", "600"));

        assertThat(client.post(NOTIFICATION, applicationDecision(application, "Denied", "Once"))
                        .statusCode())
                .isEqualTo(status);
        assertThat(client.post(APPROVAL, adminDecision(admin, "Denied", "600")).statusCode())
                .isEqualTo(status);
        for (EpmRequest request : List.of(application, admin)) {
            EpmRequest now = epm.request(request.requestId());
            assertThat(now.status()).isEqualTo(after);
            assertThat(now.received())
                    .extracting(EpmDecision::effect)
                    .containsExactly(DecisionEffect.EFFECTIVE, effect);
        }
    }

    @Test
    void letsTheConsoleChangeADecision() throws Exception {
        restart(FakeEpm.builder().secondDecision(SecondDecision.CONFLICT));
        EpmRequest request = epm.requestAdmin();
        client.post(APPROVAL, adminDecision(request, "Approved", "600"));
        EpmRequest denied = epm.console().deny(request.requestId(), "console.user");
        assertThat(denied.status()).isEqualTo("Denied");
        assertThat(denied.decision().orElseThrow().origin()).isEqualTo(DecisionOrigin.CONSOLE);
        assertThat(epm.canRun(request.requestId())).isFalse();
        assertThatThrownBy(() -> epm.console().approve(request.requestId(), "Once", "console.user"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void createsAnAdminRequestOnBehalfOfAUser() throws Exception {
        HttpResponse<String> reply = client.post(
                "/v3/AdminAccessRequest",
                Map.of(
                        "computerId", "6f2c1f0e-5f44-4d0b-9a51-0d1c4f0a7e02",
                        "userId", "S-1-5-21-1",
                        "userName", "ACME\\jdoe",
                        "reason", "on the phone",
                        "duration", "900"));
        assertThat(reply.statusCode()).isEqualTo(200);
        EpmRequest made = epm.request(json(reply).path("requestId").textValue());
        assertThat(made.kind()).isEqualTo(EpmRequestKind.ADMIN);
        assertThat(made.value("UserName")).isEqualTo("ACME\\jdoe");
        assertThat(made.value("DurationRequested")).isEqualTo("900");
        assertThat(made.status()).isEqualTo("Pending");

        HttpResponse<String> decided = client.post(
                "/v2/AdminAccessRequest",
                Map.of(
                        "ComputerId", "6f2c1f0e-5f44-4d0b-9a51-0d1c4f0a7e02",
                        "UserName", "ACME\\other",
                        "Decision", "Approved",
                        "DecisionPerformedByUser", "a.lee",
                        "Duration", "900"));
        assertThat(epm.request(json(decided).path("requestId").textValue()).status())
                .isEqualTo("Approved");
        assertThat(client.post("/v3/AdminAccessRequest", Map.of("computerId", "WS-0042"))
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void theApiMayBeToldToAllowOneOpenAdminRequestForEachUserToo() throws Exception {
        Map<String, String> request = Map.of(
                "computerId",
                "6f2c1f0e-5f44-4d0b-9a51-0d1c4f0a7e02",
                "userName",
                "ACME\\jdoe",
                "reason",
                "on the phone");
        assertThat(client.post("/v3/AdminAccessRequest", request).statusCode()).isEqualTo(200);
        assertThat(client.post("/v3/AdminAccessRequest", request).statusCode()).isEqualTo(200);
        try (FakeEpm strict = FakeEpm.builder().oneOpenRequestByApi().start()) {
            ApiClient there = new ApiClient(strict).signIn();
            assertThat(there.post("/v3/AdminAccessRequest", request).statusCode())
                    .isEqualTo(200);
            assertThat(there.post("/v3/AdminAccessRequest", request).statusCode())
                    .isEqualTo(409);
            assertThat(strict.allRequests()).hasSize(1);
        }
    }

    @Test
    void allowsOneOpenAdminRequestForEachUser() throws Exception {
        EpmRequest first = epm.requestAdmin(Map.of("UserName", "ACME\\jdoe"));
        assertThatThrownBy(() -> epm.requestAdmin(Map.of("UserName", "acme\\jdoe")))
                .isInstanceOf(IllegalStateException.class);
        client.post(APPROVAL, adminDecision(first, "Denied", "600"));
        assertThat(epm.requestAdmin(Map.of("UserName", "ACME\\jdoe")).status()).isEqualTo("Pending");
    }

    @Test
    void refusesValuesForPlaceholdersThatAreNotThere() {
        assertThatThrownBy(() -> epm.requestApplication(Map.of("UserName", "x")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("UserName");
    }
}
