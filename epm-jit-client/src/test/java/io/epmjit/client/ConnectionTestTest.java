package io.epmjit.client;

import static io.epmjit.client.TestEpm.client;
import static org.assertj.core.api.Assertions.assertThat;

import io.epmjit.http.CallOptions;
import io.epmjit.http.ConnectionStatus;
import io.epmjit.http.ConnectionStatus.Finding;
import io.epmjit.http.OkHttpTransport;
import io.epmjit.testkit.epm.ApiArea;
import io.epmjit.testkit.epm.ApiLevel;
import io.epmjit.testkit.epm.FakeEpm;
import io.epmjit.testkit.server.Fault;
import io.epmjit.testkit.server.Reply;
import io.epmjit.testkit.server.RequestMatcher;
import io.epmjit.testkit.server.TlsCertificate;
import io.epmjit.webhook.Secret;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConnectionTestTest {

    private static final CallOptions ONCE = CallOptions.defaults().withAttempts(1);
    private static final RequestMatcher TOKENS = request -> request.path().startsWith("/oauth/");
    private static final RequestMatcher API = request -> request.path().startsWith("/management-api/");

    @Test
    void a_host_that_does_not_exist_is_unreachable_and_the_services_host_is_suggested() {
        try (EpmClient client = EpmClient.builder()
                .host("epm.acme.invalid")
                .credentials("id", Secret.of("secret"))
                .build()) {
            ConnectionStatus status = client.testConnection(ONCE);

            assertThat(status.finding()).isEqualTo(Finding.UNREACHABLE);
            assertThat(status.message())
                    .contains("there is no host named epm.acme.invalid")
                    .contains("is it epm-services.acme.invalid?");
        }
    }

    @Test
    void a_server_that_is_down_is_unreachable() {
        try (FakeEpm epm = FakeEpm.start();
                EpmClient client = client(epm).build()) {
            epm.server().goDown();

            ConnectionStatus status = client.testConnection(ONCE);

            assertThat(status.finding()).isEqualTo(Finding.UNREACHABLE);
            assertThat(status.message()).contains("takes no connection").contains("firewall");
        }
    }

    @ParameterizedTest
    @CsvSource({"EXPIRED, has expired", "OTHER_HOST, made out to another host", "UNTRUSTED, is not trusted"})
    void a_bad_certificate_is_named_for_what_it_is(TlsCertificate certificate, String words) {
        try (FakeEpm epm = FakeEpm.builder().https(certificate).start();
                OkHttpTransport transport = OkHttpTransport.builder()
                        .trust(epm.server().certificateAuthority())
                        .build();
                EpmClient client = client(epm).transport(transport).build()) {
            ConnectionStatus status = client.testConnection(ONCE);

            assertThat(status.finding()).isEqualTo(Finding.TLS);
            assertThat(status.message()).contains(words);
        }
    }

    @Test
    void wrong_credentials_are_named_with_the_place_to_compare_them() {
        try (FakeEpm epm = FakeEpm.start();
                EpmClient client = client(epm)
                        .credentials(epm.clientId(), Secret.of("wrong"))
                        .build()) {
            ConnectionStatus status = client.testConnection();

            assertThat(status.finding()).isEqualTo(Finding.WRONG_CREDENTIALS);
            assertThat(status.message())
                    .contains("client id or client secret was refused")
                    .contains("API Settings");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403})
    void a_missing_right_is_named_with_the_place_where_it_is_given(int statusWithoutArea) {
        try (FakeEpm epm =
                        FakeEpm.builder().statusWithoutArea(statusWithoutArea).start();
                EpmClient client = client(epm).build()) {
            epm.grant(ApiArea.JIT, ApiLevel.NO_ACCESS);

            ConnectionStatus status = client.testConnection();

            assertThat(status.finding()).isEqualTo(Finding.MISSING_RIGHT);
            assertThat(status.message())
                    .contains("lacks the right JIT: Read Only (JIT: Full Access to decide)")
                    .contains("Configuration > API Settings");
        }
    }

    @Test
    void an_account_that_may_read_but_not_decide_is_found_out_without_a_decision() {
        try (FakeEpm epm = FakeEpm.start();
                EpmClient client = client(epm).build()) {
            epm.requestApplication();
            epm.grant(ApiArea.JIT, ApiLevel.READ_ONLY);

            assertThat(client.testConnection().isOk()).isTrue();
            ConnectionStatus status = client.testDecisionRight(CallOptions.defaults());
            assertThat(status.finding()).isEqualTo(Finding.MISSING_RIGHT);
            assertThat(status.message()).contains("lacks the right JIT: Full Access");

            epm.grant(ApiArea.JIT, ApiLevel.FULL_ACCESS);
            assertThat(client.testDecisionRight(CallOptions.defaults()).message())
                    .isEqualTo("Connection OK");
            assertThat(epm.allRequests().get(0).received()).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "400, OK",
        "422, OK",
        "200, FAILING",
        "405, WRONG_HOST",
        "406, FAILING",
        "411, FAILING",
        "413, FAILING",
        "415, FAILING",
        "403, MISSING_RIGHT"
    })
    void only_a_refusal_as_invalid_shows_the_right_to_decide(int status, Finding finding) {
        try (FakeEpm epm = FakeEpm.start();
                EpmClient client = client(epm).build()) {
            epm.faults()
                    .always(
                            request -> request.method().equals("POST")
                                    && request.path().startsWith("/management-api/"),
                            Fault.status(status));

            assertThat(client.testDecisionRight(ONCE).finding()).isEqualTo(finding);
            assertThat(client.async().testDecisionRight(ONCE).join().finding()).isEqualTo(finding);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"status\":\"ok\"}", "{\"data\":{}}", "\"hello\"", "7"})
    void json_that_is_no_list_is_not_epms(String json) {
        try (FakeEpm epm = FakeEpm.start();
                EpmClient client = client(epm).build()) {
            epm.faults().always(API, Fault.answer(Reply.json(200, json)));

            assertThat(client.testConnection(ONCE).finding()).isEqualTo(Finding.WRONG_HOST);
        }
    }

    @Test
    void a_web_server_that_is_not_epms_is_a_wrong_host() {
        try (FakeEpm epm = FakeEpm.start();
                EpmClient client = client(epm).build()) {
            epm.faults().always(TOKENS, Fault.status(404));
            assertThat(client.testConnection(ONCE).finding()).isEqualTo(Finding.WRONG_HOST);

            epm.faults().clear();
            epm.faults().always(TOKENS, Fault.htmlPage());
            assertThat(client.testConnection(ONCE).finding()).isEqualTo(Finding.WRONG_HOST);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "302 |                          | WRONG_HOST        | sends token requests elsewhere (302)",
                "308 |                          | WRONG_HOST        | sends token requests elsewhere (308)",
                "403 |                          | FAILING           | the token endpoint answered 403",
                "409 |                          | FAILING           | the token endpoint answered 409",
                "400 | {\"error\":\"invalid_client\"} | WRONG_CREDENTIALS | client id or client secret was refused",
                "401 |                          | WRONG_CREDENTIALS | client id or client secret was refused",
                "400 | {\"error\":\"invalid_scope\"}  | WRONG_CREDENTIALS | set EpmApiDialect.tokenScope",
                "400 | {\"error\":\"unsupported_grant_type\"} | WRONG_CREDENTIALS | no tokens for client credentials"
            })
    void what_the_token_endpoint_answers_is_told_apart(int status, String body, Finding finding, String words) {
        try (FakeEpm epm = FakeEpm.start();
                EpmClient client = client(epm).build()) {
            Reply reply = body == null ? Reply.status(status) : Reply.json(status, body);
            epm.faults().always(TOKENS, Fault.answer(reply));

            ConnectionStatus found = client.testConnection(ONCE);

            assertThat(found.finding()).isEqualTo(finding);
            assertThat(found.message()).contains(words);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {404, 302})
    void a_host_with_tokens_but_without_the_api_is_a_wrong_host(int status) {
        try (FakeEpm epm = FakeEpm.start();
                EpmClient client = client(epm).build()) {
            epm.faults().always(API, Fault.status(status));

            ConnectionStatus found = client.testConnection(ONCE);

            assertThat(found.finding()).isEqualTo(Finding.WRONG_HOST);
            assertThat(found.message()).contains("gives out tokens, but has no EPM management API");
        }
    }

    @Test
    void an_epm_that_fails_is_failing() {
        try (FakeEpm epm = FakeEpm.start();
                EpmClient client = client(epm).build()) {
            epm.faults().always(API, Fault.answer(Reply.html(502, "Bad Gateway")));
            assertThat(client.testConnection(ONCE).finding()).isEqualTo(Finding.FAILING);

            epm.revokeTokens();
            epm.faults().clear();
            epm.faults().always(TOKENS, Fault.status(503));
            try (EpmClient fresh = client(epm).build()) {
                assertThat(fresh.testConnection(ONCE).finding()).isEqualTo(Finding.FAILING);
            }
        }
    }

    @Test
    void clocks_that_differ_are_reported_with_the_difference() {
        Instant now = Instant.parse("2026-11-21T08:00:00Z");
        try (FakeEpm epm = FakeEpm.start();
                EpmClient client = client(epm).clock(() -> now).build()) {
            epm.faults()
                    .always(
                            API,
                            Fault.answer(
                                    Reply.json(200, "{\"data\":[]}").header("Date", "Sat, 21 Nov 2026 08:12:00 GMT")));

            ConnectionStatus status = client.testConnection(CallOptions.until(now.plus(Duration.ofSeconds(20))));

            assertThat(status.finding()).isEqualTo(Finding.CLOCK);
            assertThat(status.message()).contains("12 minutes behind EPM's");
        }
    }

    @Test
    void a_good_connection_is_said_in_the_guides_words() {
        try (FakeEpm epm = FakeEpm.start();
                EpmClient client = client(epm).build()) {
            assertThat(client.testConnection().message()).isEqualTo("Connection OK");
        }
    }
}
