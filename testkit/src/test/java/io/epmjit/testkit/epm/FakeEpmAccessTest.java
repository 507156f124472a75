package io.epmjit.testkit.epm;

import static io.epmjit.testkit.epm.ApiClient.adminDecision;
import static io.epmjit.testkit.epm.ApiClient.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.epmjit.testkit.MovableClock;
import io.epmjit.testkit.server.Fault;
import io.epmjit.testkit.server.RequestMatcher;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FakeEpmAccessTest {

    private static final String LIST = "/v3/AdminAccessRequest";

    private final MovableClock clock = MovableClock.at(Instant.parse("2026-11-22T10:00:00Z"));
    private FakeEpm epm;
    private ApiClient client;

    @BeforeEach
    void start() {
        restart(FakeEpm.builder());
    }

    private void restart(FakeEpm.Builder builder) {
        close();
        epm = builder.clock(clock).start();
        client = new ApiClient(epm);
    }

    @AfterEach
    void close() {
        if (epm != null) {
            epm.close();
        }
    }

    @Test
    void givesATokenForCredentialsInTheForm() throws Exception {
        HttpResponse<String> reply = client.token("/oauth/connect/token", epm.clientId(), epm.clientSecret());
        assertThat(reply.statusCode()).isEqualTo(200);
        JsonNode token = json(reply);
        assertThat(token.path("token_type").textValue()).isEqualTo("Bearer");
        assertThat(token.path("expires_in").intValue()).isEqualTo(3600);
        assertThat(token.path("scope").textValue()).isEqualTo("urn:management:api");
        assertThat(client.signIn().get(LIST).statusCode()).isEqualTo(200);
    }

    @Test
    void givesATokenForBasicCredentials() throws Exception {
        String pair = epm.clientId() + ":" + epm.clientSecret();
        String basic = "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
        assertThat(client.form(
                                "/oauth/connect/token",
                                Map.of("grant_type", "client_credentials", "scope", "urn:management:api"),
                                Map.of("Authorization", basic))
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void saysBadRequestToWrongCredentials() throws Exception {
        HttpResponse<String> wrongSecret = client.token("/oauth/connect/token", epm.clientId(), "wrong");
        assertThat(wrongSecret.statusCode()).isEqualTo(400);
        assertThat(json(wrongSecret).path("error").textValue()).isEqualTo("invalid_client");
        assertThat(client.token("/oauth/connect/token", "nobody", epm.clientSecret())
                        .statusCode())
                .isEqualTo(400);
        assertThat(client.form("/oauth/connect/token", Map.of(), Map.of("Authorization", "Basic !!!"))
                        .statusCode())
                .isEqualTo(400);
    }

    @ParameterizedTest
    @CsvSource({"password, urn:management:api, unsupported_grant_type", "client_credentials, everything, invalid_scope"
    })
    void refusesOtherGrantsAndScopes(String grant, String scope, String error) throws Exception {
        HttpResponse<String> reply = client.form(
                "/oauth/connect/token",
                Map.of(
                        "grant_type",
                        grant,
                        "scope",
                        scope,
                        "client_id",
                        epm.clientId(),
                        "client_secret",
                        epm.clientSecret()),
                Map.of());
        assertThat(reply.statusCode()).isEqualTo(400);
        assertThat(json(reply).path("error").textValue()).isEqualTo(error);
    }

    @Test
    void givesTokensOnlyWhereItIsToldTo() throws Exception {
        assertThat(client.token("/oauth/token", epm.clientId(), epm.clientSecret())
                        .statusCode())
                .isEqualTo(200);
        restart(FakeEpm.builder().tokenPaths(TokenPath.PLAIN));
        assertThat(client.token("/oauth/connect/token", epm.clientId(), epm.clientSecret())
                        .statusCode())
                .isEqualTo(404);
        assertThat(client.token("/oauth/token", epm.clientId(), epm.clientSecret())
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void refusesCallsWithoutAToken() throws Exception {
        HttpResponse<String> reply = client.get(LIST);
        assertThat(reply.statusCode()).isEqualTo(401);
        assertThat(reply.headers().firstValue("WWW-Authenticate")).isPresent();
    }

    @Test
    void endsTokensWhenTheirTimeIsUp() throws Exception {
        restart(FakeEpm.builder().tokenLife(Duration.ofMinutes(5)));
        client.signIn();
        clock.advance(Duration.ofSeconds(299));
        assertThat(client.get(LIST).statusCode()).isEqualTo(200);
        clock.advance(Duration.ofSeconds(1));
        assertThat(client.get(LIST).statusCode()).isEqualTo(401);
        assertThat(client.signIn().get(LIST).statusCode()).isEqualTo(200);
    }

    @Test
    void endsTokensWhenTheSecretIsRegenerated() throws Exception {
        client.signIn();
        String old = epm.clientSecret();
        assertThat(epm.regenerateSecret()).isNotEqualTo(old).isEqualTo(epm.clientSecret());
        assertThat(client.get(LIST).statusCode()).isEqualTo(401);
        assertThat(client.token("/oauth/connect/token", epm.clientId(), old).statusCode())
                .isEqualTo(400);
        assertThat(client.signIn().get(LIST).statusCode()).isEqualTo(200);
    }

    @Test
    void endsTokensThatAreRevoked() throws Exception {
        client.signIn();
        epm.revokeTokens();
        assertThat(client.get(LIST).statusCode()).isEqualTo(401);
        assertThat(client.signIn().get(LIST).statusCode()).isEqualTo(200);
    }

    @Test
    void letsReadersReadAndNotDecide() throws Exception {
        client.signIn();
        EpmRequest request = epm.requestAdmin();
        epm.grant(ApiArea.JIT, ApiLevel.READ_ONLY);
        assertThat(client.get(LIST).statusCode()).isEqualTo(200);
        assertThat(client.post(LIST + "/approval", adminDecision(request, "Approved", "600"))
                        .statusCode())
                .isEqualTo(403);
        assertThat(epm.request(request.requestId()).status()).isEqualTo("Pending");
    }

    @ParameterizedTest
    @CsvSource({"401", "403"})
    void keepsAccountsOutOfAreasThatTheyHaveNoRightTo(int status) throws Exception {
        restart(FakeEpm.builder().statusWithoutArea(status));
        client.signIn();
        epm.grant(ApiArea.AUDIT, ApiLevel.NO_ACCESS);
        epm.grant(ApiArea.MANAGEMENT, ApiLevel.NO_ACCESS);
        assertThat(client.get("/v3/AuthorizationRequestAudits").statusCode()).isEqualTo(status);
        assertThat(client.get("/v3/ActivityAudits").statusCode()).isEqualTo(status);
        assertThat(client.get("/v3/Computers").statusCode()).isEqualTo(status);
        assertThat(client.get(LIST).statusCode()).isEqualTo(200);
    }

    @Test
    void allowsAThousandCallsInAHundredSeconds() throws Exception {
        client.signIn();
        for (int i = 0; i < 1000; i++) {
            assertThat(client.get("/v3/Groups").statusCode()).isEqualTo(200);
        }
        clock.advance(Duration.ofSeconds(40));
        HttpResponse<String> tooMany = client.get("/v3/Groups");
        assertThat(tooMany.statusCode()).isEqualTo(429);
        assertThat(tooMany.headers().firstValue("Retry-After")).hasValue("60");
        clock.advance(Duration.ofSeconds(60));
        assertThat(client.get("/v3/Groups").statusCode()).isEqualTo(200);
    }

    @Test
    void mayKeepToItselfWhenToComeBack() throws Exception {
        restart(FakeEpm.builder().rateLimit(1, Duration.ofSeconds(10)).retryAfter(false));
        client.signIn().get(LIST);
        HttpResponse<String> tooMany = client.get(LIST);
        assertThat(tooMany.statusCode()).isEqualTo(429);
        assertThat(tooMany.headers().firstValue("Retry-After")).isEmpty();
    }

    @Test
    void mayHaveNoLimit() throws Exception {
        restart(FakeEpm.builder().noRateLimit());
        client.signIn();
        for (int i = 0; i < 1001; i++) {
            assertThat(client.get("/v3/Groups").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void answersUnknownPathsAndMethods() throws Exception {
        client.signIn();
        assertThat(client.get("/v3/Nothing").statusCode()).isEqualTo(404);
        assertThat(client.get("/v4/AdminAccessRequest").statusCode()).isEqualTo(404);
        assertThat(client.send("DELETE", "/v3/Computers", "application/json", "")
                        .statusCode())
                .isEqualTo(405);
    }

    @Test
    void showsItsSwaggerPageToAnybody() throws Exception {
        assertThat(client.get("/swagger/index.html").body()).contains("<html>");
    }

    @Test
    void hasTheFaultsAndTheLogOfItsServer() throws Exception {
        client.signIn();
        epm.faults().once(RequestMatcher.get("/management-api" + LIST), Fault.status(502));
        assertThat(client.get(LIST).statusCode()).isEqualTo(502);
        assertThat(client.get(LIST).statusCode()).isEqualTo(200);
        assertThat(epm.requests().requests("GET", "/management-api" + LIST)).hasSize(2);
    }
}
