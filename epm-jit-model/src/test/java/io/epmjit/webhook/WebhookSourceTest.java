package io.epmjit.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.epmjit.endpoint.EndpointRequest;
import io.epmjit.model.Binding;
import io.epmjit.model.Escaping;
import io.epmjit.model.JitEventType;
import io.epmjit.model.JitWebhookParseException.Reason;
import io.epmjit.model.ParseOptions;
import io.epmjit.model.WebhookTemplate;
import io.epmjit.webhook.WebhookArrival.Accepted;
import io.epmjit.webhook.WebhookArrival.Cause;
import io.epmjit.webhook.WebhookArrival.Quarantined;
import io.epmjit.webhook.WebhookArrival.Refused;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookSourceTest {

    private static final Secret PASSWORD = Secret.of("p:ässword");
    private static final String BODY = body("tenant-1");

    /** A body that must not be read, since whoever sends it is nobody. */
    private static final InputStream UNTOUCHED = new InputStream() {
        @Override
        public int read() {
            throw new AssertionError("the body was read");
        }
    };

    private final Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

    private static String body(String tenant) {
        return WebhookTemplate.SERVICENOW_ADMIN_CREATED.render(
                Map.of("RequestId", "r-1", "TenantId", tenant, "UserName", "joe"));
    }

    private static WebhookSource.Builder source() {
        return WebhookSource.of("acme")
                .tenantId("tenant-1")
                .authentication(WebhookAuthentication.basic("epm", PASSWORD))
                .templates(WebhookTemplate.serviceNowGuide());
    }

    private EndpointRequest.Builder request(String uri) {
        return EndpointRequest.builder("POST", uri)
                .headers(name -> headers.getOrDefault(name, List.of()))
                .remoteAddress("198.51.100.7")
                .secure(true)
                .body(new ByteArrayInputStream(BODY.getBytes(StandardCharsets.UTF_8)));
    }

    private static String basic(String user, String password) {
        return "Basic " + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
    }

    private void authenticate() {
        headers.put("Authorization", List.of(basic("epm", PASSWORD.reveal())));
    }

    private static Cause causeOf(WebhookArrival arrival) {
        assertThat(arrival).isInstanceOf(Refused.class);
        Refused refused = (Refused) arrival;
        assertThat(refused.response().status()).isEqualTo(refused.status());
        return refused.cause();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Basic", "Basic !!!", "Basic ZXBt", "Bearer p:ässword", "Digest epm"})
    void nobodyGetsInWithoutTheCredentialAndTheirBodyIsNotRead(String authorization) {
        headers.put("Authorization", List.of(authorization));
        Refused refused = (Refused) source().build()
                .accept(request("/webhooks/acme").body(UNTOUCHED).build());
        assertThat(refused.cause()).isEqualTo(Cause.CREDENTIAL);
        assertThat(refused.response().header("WWW-Authenticate")).isPresent();
        assertThat(refused.response().bodyText()).doesNotContain("acme").doesNotContain("tenant");
    }

    @Test
    void aWrongPasswordAWrongUserAndTwoHeadersAreRefused() {
        for (String sent : List.of(basic("epm", "p:assword"), basic("EPM", PASSWORD.reveal()), basic("epm", ""))) {
            headers.put("Authorization", List.of(sent));
            assertThat(causeOf(source().build().accept(request("/webhooks/acme").build())))
                    .isEqualTo(Cause.CREDENTIAL);
        }
        String right = basic("epm", PASSWORD.reveal());
        headers.put("Authorization", List.of(right, right));
        assertThat(causeOf(source().build().accept(request("/webhooks/acme").build())))
                .isEqualTo(Cause.CREDENTIAL);
    }

    @Test
    void aSecretThatCannotBeHadLetsNobodyIn() {
        authenticate();
        WebhookSource source = source().authentication(WebhookAuthentication.basic("epm", () -> {
                    throw new IllegalStateException("vault is sealed");
                }))
                .build();
        Refused refused = (Refused) source.accept(request("/webhooks/acme").build());
        assertThat(refused.cause()).isEqualTo(Cause.CREDENTIAL_UNAVAILABLE);
        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.response().header("Retry-After")).isPresent();
        assertThat(refused.response().bodyText()).doesNotContain("vault");
    }

    @Test
    void anAuthenticBodyIsAnEvent() {
        authenticate();
        Accepted accepted =
                (Accepted) source().build().accept(request("/jit/webhooks/acme").build());
        assertThat(accepted.event().request().requestId()).isEqualTo("r-1");
        assertThat(accepted.event().binding()).isEqualTo(Binding.DECLARED);
        assertThat(accepted.body()).isEqualTo(BODY.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void aSecretMayChangeWhileBothAreAccepted() {
        AtomicReference<Secret> current = new AtomicReference<>(Secret.of("one"));
        WebhookSource source = source().authentication(WebhookAuthentication.anyOf(
                        WebhookAuthentication.basic("epm", current::get),
                        WebhookAuthentication.tokenHeader("Authorization", Secret.of("Bearer token"))))
                .build();
        headers.put("Authorization", List.of(basic("epm", "one")));
        assertThat(source.accept(request("/webhooks/acme").build())).isInstanceOf(Accepted.class);
        current.set(Secret.of("two"));
        assertThat(causeOf(source.accept(request("/webhooks/acme").build()))).isEqualTo(Cause.CREDENTIAL);
        headers.put("Authorization", List.of("Bearer token"));
        assertThat(source.accept(request("/webhooks/acme").build())).isInstanceOf(Accepted.class);
        assertThat(source.toString()).doesNotContain("two").doesNotContain("token");
    }

    @ParameterizedTest
    @CsvSource({"GET", "PUT", "HEAD", "OPTIONS"})
    void onlyPostIsAnswered(String method) {
        Refused refused = (Refused) source().build()
                .accept(EndpointRequest.builder(method, "/webhooks/acme").build());
        assertThat(refused.cause()).isEqualTo(Cause.METHOD);
        assertThat(refused.response().header("Allow")).contains("POST");
    }

    @Test
    void plainHttpIsRefusedExceptFromThisMachineOrBehindAProxy() {
        authenticate();
        WebhookSource source = source().build();
        assertThat(causeOf(source.accept(request("/webhooks/acme").secure(false).build())))
                .isEqualTo(Cause.NOT_TLS);
        for (String here : List.of("127.0.0.1", "::1", "0:0:0:0:0:0:0:1")) {
            assertThat(source.accept(request("/webhooks/acme")
                            .secure(false)
                            .remoteAddress(here)
                            .build()))
                    .isInstanceOf(Accepted.class);
        }
        headers.put("X-Forwarded-For", List.of("198.51.100.9"));
        assertThat(causeOf(source.accept(request("/webhooks/acme")
                        .secure(false)
                        .remoteAddress("127.0.0.1")
                        .build())))
                .isEqualTo(Cause.NOT_TLS);
        WebhookSource behindProxy =
                source().proxyEndsTls().trustedProxies("198.51.100.7").build();
        assertThat(behindProxy.accept(request("/webhooks/acme").secure(false).build()))
                .isInstanceOf(Accepted.class);
        headers.put("X-Forwarded-Proto", List.of("http"));
        assertThat(causeOf(behindProxy.accept(
                        request("/webhooks/acme").secure(false).build())))
                .isEqualTo(Cause.NOT_TLS);
    }

    @ParameterizedTest
    @CsvSource({
        "203.0.113.0/24, 203.0.113.255, true",
        "203.0.113.0/24, 203.0.114.0, false",
        "203.0.113.64/26, 203.0.113.127, true",
        "203.0.113.64/26, 203.0.113.128, false",
        "203.0.113.5, 203.0.113.5, true",
        "203.0.113.5, 203.0.113.4, false",
        "0.0.0.0/0, 8.8.8.8, true",
        "0.0.0.0/0, 2001:db8::1, false",
        "2001:db8::/32, 2001:db8:ffff::1, true",
        "2001:db8::/33, 2001:db8:ffff::1, false",
        "2001:db8::1, 2001:DB8:0::1, true",
        "203.0.113.0/24, ::ffff:203.0.113.9, true",
        "203.0.113.0/24, '', false",
        "203.0.113.0/24, localhost, false"
    })
    void onlyAllowedAddressesGetIn(String range, String address, boolean allowed) {
        authenticate();
        WebhookArrival arrival = source().allowedSources(range)
                .build()
                .accept(request("/webhooks/acme").remoteAddress(address).build());
        if (allowed) {
            assertThat(arrival).isInstanceOf(Accepted.class);
        } else {
            assertThat(causeOf(arrival)).isEqualTo(Cause.SOURCE_ADDRESS);
        }
    }

    @Test
    void aForwardedAddressCountsOnlyFromATrustedProxy() {
        authenticate();
        WebhookSource.Builder allowed = source().allowedSources("203.0.113.0/24");
        headers.put("X-Forwarded-For", List.of("8.8.8.8, 203.0.113.9", "10.0.0.2"));
        assertThat(causeOf(allowed.build().accept(request("/webhooks/acme").build())))
                .as("anybody can write that header")
                .isEqualTo(Cause.SOURCE_ADDRESS);
        allowed.trustedProxies("198.51.100.0/24", "10.0.0.0/8");
        assertThat(allowed.build().accept(request("/webhooks/acme").build())).isInstanceOf(Accepted.class);
        headers.put("X-Forwarded-For", List.of("203.0.113.9, 8.8.8.8"));
        assertThat(causeOf(allowed.build().accept(request("/webhooks/acme").build())))
                .as("the address nearest to the proxy counts")
                .isEqualTo(Cause.SOURCE_ADDRESS);
        headers.put("X-Forwarded-For", List.of("203.0.113.9:4711"));
        assertThat(allowed.build().accept(request("/webhooks/acme").build())).isInstanceOf(Accepted.class);
        headers.put("X-Forwarded-For", List.of("unknown"));
        assertThat(causeOf(allowed.build().accept(request("/webhooks/acme").build())))
                .isEqualTo(Cause.SOURCE_ADDRESS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "localhost", "1.2.3", "1.2.3.4/33", "1.2.3.4/-1", "::1/129", "1.2.3.4/", "256.1.1.1"})
    void aRangeThatIsNoneIsRefusedAtOnce(String range) {
        assertThatThrownBy(() -> source().allowedSources(range)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void anotherTenantsBodyIsQuarantinedAndCanBeReadOnceTheSetUpIsRight() {
        authenticate();
        WebhookSource other = source().tenantId("tenant-2").build();
        Quarantined quarantined =
                (Quarantined) other.accept(request("/webhooks/acme").build());
        assertThat(quarantined.why().reason()).isEqualTo(Reason.CONFLICTING_FIELD);
        assertThat(quarantined.why().pointer()).contains("/TenantId");
        assertThat(source().build().parse(quarantined.body()).request().requestId())
                .isEqualTo("r-1");
    }

    @Test
    void aBodyOfNoDeclaredTemplateIsQuarantined() {
        authenticate();
        WebhookSource jira = source().build();
        Quarantined quarantined = (Quarantined) jira.accept(request("/webhooks/acme")
                .body(new ByteArrayInputStream("{\"RequestId\":\"1\"}".getBytes(StandardCharsets.UTF_8)))
                .build());
        assertThat(quarantined.why().reason()).isEqualTo(Reason.NOT_THE_TEMPLATE);
        assertThat(quarantined.body()).hasSize(17);
    }

    private WebhookArrival unbound(String path, String body) {
        return source().openUnbound()
                .build()
                .accept(request(path)
                        .body(new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8)))
                        .build());
    }

    @Test
    void aNewRequestOfNoDeclaredTemplateIsTakenUnboundWhereThatIsWanted() {
        authenticate();
        String created = "{\"EventType\":\"JIT_ADMIN_TICKET_CREATED\",\"RequestId\":\"r-7\",\"More\":\"x\"}";
        assertThat(unbound("/webhooks/acme", created)).isInstanceOfSatisfying(Accepted.class, accepted -> {
            assertThat(accepted.event().request().requestId()).isEqualTo("r-7");
            assertThat(accepted.event().binding()).isNotEqualTo(Binding.DECLARED);
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"EventType\":\"JIT_ADMIN_TICKET_UPDATED\",\"RequestId\":\"r-7\",\"Decision\":\"Approved\"}",
                "{\"EventType\":\"JIT_ADMIN_TICKET_CREATED\",\"RequestId\":\"r-7\",\"RequestId\":\"r-8\"}",
                "{\"EventType\":\"JIT_ADMIN_TICKET_CREATED\",\"RequestId\":\"r-7\",\"TenantId\":\"another\"}",
                "{\"EventType\":\"JIT_ADMIN_TICKET_CREATED\",\"RequestId\":\"r 7\"}",
                "{\"EventType\":\"SOMETHING_NEW\",\"RequestId\":\"r-7\"}",
                "{\"EventType\":\"JIT_ADMIN_TICKET_CREATED\"}",
                "no JSON"
            })
    void whatIsNoNewRequestOrContradictsItselfIsNotTakenUnbound(String body) {
        authenticate();
        assertThat(unbound("/webhooks/acme", body)).isInstanceOf(Quarantined.class);
    }

    @Test
    void theFingerprintChangesWithWhatDecidesHowABodyIsRead() {
        assertThat(source().build().fingerprint()).isEqualTo(source().build().fingerprint());
        assertThat(Set.of(
                        source().build().fingerprint(),
                        source().openUnbound().build().fingerprint(),
                        source().tenantId("tenant-2").build().fingerprint(),
                        source().escaping(Escaping.JSON).build().fingerprint(),
                        source().limits(ParseOptions.builder().maxDepth(3).build())
                                .build()
                                .fingerprint(),
                        source().event(JitEventType.ADMIN_TICKET_CREATED)
                                .build()
                                .fingerprint()))
                .hasSize(6);
    }

    @Test
    void anEventInTheUrlMustBeTheBodys() {
        authenticate();
        WebhookSource source = source().build();
        assertThat(source.accept(request("/webhooks/acme/admin-created").build()))
                .isInstanceOf(Accepted.class);
        assertThat(source.accept(request("/webhooks/acme/admin-updated").build()))
                .isInstanceOf(Quarantined.class);
        assertThat(causeOf(source.accept(request("/webhooks/acme/nonsense").build())))
                .isEqualTo(Cause.PATH);
        assertThat(causeOf(source.accept(
                        request("/webhooks/acme/admin-created/more").build())))
                .isEqualTo(Cause.PATH);
        WebhookSource applications =
                source().event(JitEventType.APPLICATION_TICKET_CREATED).build();
        assertThat(applications.accept(request("/webhooks/acme").build())).isInstanceOf(Quarantined.class);
        assertThat(causeOf(applications.accept(
                        request("/webhooks/acme/admin-created").build())))
                .isEqualTo(Cause.PATH);
        assertThatThrownBy(() -> applications.parse(new byte[0], JitEventType.ADMIN_TICKET_CREATED))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aBodyThatIsTooLargeOrBreaksOffIsRefused() {
        authenticate();
        WebhookSource small =
                source().limits(ParseOptions.builder().maxBytes(20).build()).build();
        assertThat(causeOf(small.accept(request("/webhooks/acme").build()))).isEqualTo(Cause.BODY_TOO_LARGE);
        InputStream broken = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("connection reset");
            }
        };
        assertThat(causeOf(source().build()
                        .accept(request("/webhooks/acme").body(broken).build())))
                .isEqualTo(Cause.BODY_UNREADABLE);
    }

    @Test
    void whatIsMissingIsSaidWhenASourceIsBuilt() {
        assertThatThrownBy(() -> WebhookSource.of("Acme Inc")).hasMessageContaining("a-z 0-9 -");
        assertThatThrownBy(() -> WebhookSource.of("a").build()).hasMessageContaining("tenantId");
        assertThatThrownBy(() -> WebhookSource.of("a").tenantId("t").build()).hasMessageContaining("authentication");
        assertThatThrownBy(() -> WebhookSource.of("a")
                        .tenantId("t")
                        .authentication(WebhookAuthentication.basic("epm", PASSWORD))
                        .build())
                .hasMessageContaining("templates");
        assertThatThrownBy(() -> source().templates(WebhookTemplate.jiraGuide()).build())
                .hasMessageContaining("cannot be told apart");
        assertThatThrownBy(() -> WebhookAuthentication.basic("a:b", PASSWORD))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> WebhookAuthentication.tokenHeader(" ", PASSWORD))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
