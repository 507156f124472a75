package io.epmjit.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.epmjit.connector.ConnectorId;
import io.epmjit.endpoint.Endpoint;
import io.epmjit.endpoint.EndpointRequest;
import io.epmjit.endpoint.EndpointResponse;
import io.epmjit.web.DecisionEndpoint;
import io.epmjit.webhook.Secret;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Which calls are authentic, and which can be understood, to the last character. The ticket that they name is on nobody's
 * record, so whatever is authentic and understood is answered 404.
 */
class SignedCallTest {

    private static final ConnectorId JIRA = ConnectorId.of("jira");
    private static final ConnectorId SNOW = ConnectorId.of("snow");
    private static final String KEY = ProgramCall.key("the key of the Jira connector!!!");
    private static final String NEXT_KEY = ProgramCall.key("the next key of the Jira connector");
    private static final String BODY =
            "{\"ticket\":\"T-1\",\"decision\":\"approve\",\"duration\":\"30m\",\"approver\":\"a.lee\",\"reason\":\"CHG0042\"}";

    @TempDir
    private static Path directory;

    private static World world;
    private static Endpoint endpoint;

    @BeforeAll
    static void begin() {
        world = new World(directory);
        Instant fullSecond =
                world.clock.instant().truncatedTo(ChronoUnit.SECONDS).plusSeconds(1);
        world.clock.advance(Duration.between(world.clock.instant(), fullSecond));
        endpoint = DecisionEndpoint.of(world.bridge())
                .key(JIRA, Secret.of(KEY))
                .key(JIRA, Secret.of(NEXT_KEY))
                .secretHeader(JIRA, "X-Jit-Secret", Secret.of("the secret"))
                .secretHeader(JIRA, "X-Jit-Secret", Secret.of("the next secret"))
                .secretHeader(SNOW, "X-Jit-Secret", Secret.of("another secret"))
                .build();
    }

    @AfterAll
    static void end() {
        world.close();
    }

    private static ProgramCall call() {
        return call(BODY);
    }

    private static ProgramCall call(String json) {
        return new ProgramCall(endpoint, world.clock.instant(), json);
    }

    private static void assertUnderstood(EndpointResponse answer) {
        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.bodyText()).contains("this ticket is not on record here");
    }

    private static void assertNotAuthentic(EndpointResponse answer) {
        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.bodyText()).contains("\"outcome\":\"error\"", "not authentic");
    }

    private static void assertNotUnderstood(String json, String why) {
        EndpointResponse answer = call(json).signed(KEY).send();
        assertThat(answer.status()).as(json).isEqualTo(400);
        assertThat(answer.bodyText()).contains(why);
    }

    // ---- signatures

    @Test
    void eachOfTheKeysWillDo() {
        assertUnderstood(call().signed(KEY).send());
        assertUnderstood(call().signed(NEXT_KEY).send());
        assertNotAuthentic(call().signed(ProgramCall.key("a key that nobody knows of here"))
                .send());
    }

    @ParameterizedTest
    @CsvSource({"-301,false", "-300,true", "300,true", "301,false"})
    void aCallIsGoodForFiveMinutesBothWaysToTheSecond(int seconds, boolean isGood) {
        ProgramCall call = call();
        call.at = call.at.plusSeconds(seconds);
        EndpointResponse answer = call.signed(KEY).send();
        assertThat(answer.status()).isEqualTo(isGood ? 404 : 401);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "msg_2KWPBgLlAfxdpx2AI54pPJ85f4W", "A.b:c-9_"})
    void idsOfTheUsualFormsAreTaken(String id) {
        ProgramCall call = call();
        call.id = id;
        assertUnderstood(call.signed(KEY).send());
        call.id = "x".repeat(128);
        assertUnderstood(call.signed(KEY).send());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "two words", "line\nbreak", "\u00e4", "a/b", "a,b"})
    void idsOfOtherFormsAreNot(String id) {
        ProgramCall call = call();
        call.id = id;
        assertNotAuthentic(call.signed(KEY).send());
        call.id = "x".repeat(129);
        assertNotAuthentic(call.signed(KEY).send());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "now", "+%s", " %s", "%s.0", "0x10", "\u0661\u0662\u0663", "-1", "9999999999999"})
    void timesOfOtherFormsAreNotTaken(String form) {
        String time = form.formatted(world.clock.instant().getEpochSecond());
        ProgramCall call = call();
        assertNotAuthentic(call.header("webhook-id", call.id)
                .header("webhook-timestamp", time)
                .header("webhook-signature", "v1," + ProgramCall.signature(KEY, call.id, time, call.body))
                .send());
    }

    @ParameterizedTest
    @ValueSource(strings = {"webhook-id", "webhook-timestamp", "webhook-signature"})
    void noHeaderMayComeTwice(String header) {
        ProgramCall call = call().signed(KEY);
        assertNotAuthentic(
                call.header(header, call.header(header), call.header(header)).send());
    }

    @Test
    void sixteenSignaturesAreLookedAtAndNoMore() {
        ProgramCall call = call().signed(KEY);
        String right = call.header("webhook-signature");
        assertUnderstood(call.header("webhook-signature", "v1,bm9uZQ== ".repeat(15) + right)
                .send());
        assertNotAuthentic(call.header("webhook-signature", "v1,bm9uZQ== ".repeat(16) + right)
                .send());
        assertNotAuthentic(call.header("webhook-signature", "v2,bm9uZQ== ".repeat(17) + right)
                .send());
    }

    @ParameterizedTest
    @ValueSource(strings = {"V1,%s", "v1 %s", "v1%s", "v1a,%s", "v2,%s", "%s", ",%s", "v1,%s=", "v1,%sAAAA", "v1,,%s"})
    void aSignatureIsAVersionAndItsBase64(String form) {
        ProgramCall call = call().signed(KEY);
        String right = call.header("webhook-signature").substring("v1,".length());
        assertNotAuthentic(
                call.header("webhook-signature", form.formatted(right)).send());
    }

    @Test
    void whoeverClaimsToSignIsNotBelievedForASecret() {
        assertNotAuthentic(call().showing("X-Jit-Secret", "the secret")
                .header("webhook-signature", "v1,bm9uZQ==")
                .send());
    }

    @ParameterizedTest
    @CsvSource({"23,false", "24,true", "64,true", "65,false"})
    void aKeyHas24To64Bytes(int length, boolean isKey) {
        Secret key = Secret.of(ProgramCall.key("k".repeat(length)));
        DecisionEndpoint.Builder builder = DecisionEndpoint.of(world.bridge());
        if (isKey) {
            endpointOf(builder.key(JIRA, key), key);
        } else {
            assertThatThrownBy(() -> builder.key(JIRA, key))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("24 to 64 bytes");
        }
    }

    private static void endpointOf(DecisionEndpoint.Builder builder, Secret key) {
        Endpoint own = builder.build();
        assertUnderstood(new ProgramCall(own, world.clock.instant(), BODY)
                .signed(key.reveal())
                .send());
    }

    @Test
    void aKeyBeginsAsStandardWebhooksWritesIt() {
        String base64 = KEY.substring("whsec_".length());
        for (String key : List.of(base64, "whsec" + base64, "WHSEC_" + base64)) {
            assertThatThrownBy(() -> DecisionEndpoint.of(world.bridge()).key(JIRA, Secret.of(key)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("begins with whsec_");
        }
        assertThatThrownBy(() -> DecisionEndpoint.of(world.bridge()).key(JIRA, Secret.of("whsec_not base64")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("base64 after whsec_");
    }

    // ---- secrets

    @Test
    void eachOfTheSecretsWillDoOverTls() {
        assertUnderstood(call().showing("X-Jit-Secret", "the secret").send());
        assertUnderstood(call().showing("X-Jit-Secret", "the next secret").send());
        assertNotAuthentic(call().showing("X-Jit-Secret", "another secret").send());
        assertNotAuthentic(call().showing("X-Jit-Other", "the secret").send());
        assertNotAuthentic(call().header("X-Jit-Secret", "the secret").send());
        assertNotAuthentic(
                call().header("X-Jit-Secret", "the secret", "the secret").send());
    }

    @Test
    void aProxyMayEndTls() {
        Endpoint behindProxy = DecisionEndpoint.of(world.bridge())
                .secretHeader(JIRA, "X-Jit-Secret", Secret.of("the secret"))
                .proxyEndsTls()
                .build();
        assertUnderstood(new ProgramCall(behindProxy, world.clock.instant(), BODY)
                .header("X-Jit-Secret", "the secret")
                .send());
        assertThatThrownBy(() -> DecisionEndpoint.of(world.bridge()).secretHeader(JIRA, " ", Secret.of("x")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("which header");
    }

    // ---- bodies

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | must be one JSON object",
                "[] | must be one JSON object",
                "\"approve\" | must be one JSON object",
                "{} | ticket is missing",
                "{\"ticket\":\" \",\"decision\":\"deny\"} | ticket is missing",
                "{\"ticket\":\"T-1\"} | decision must be approve or deny",
                "{\"ticket\":\"T-1\",\"decision\":\"Deny\"} | decision must be approve or deny",
                "{\"ticket\":\"T-1\",\"decision\":\"approve\"} | an approval needs a duration",
                "{\"ticket\":\"T-1\",\"decision\":\"deny\",\"duration\":\"30m\"} | an approval needs a duration",
                "{\"ticket\":\"T-1\",\"decision\":\"approve\",\"duration\":\"\"} | duration is not a duration",
                "{\"ticket\":\"T-1\",\"decision\":\"approve\",\"duration\":\"30\"} | duration is not a duration",
                "{\"ticket\":\"T-1\",\"decision\":\"approve\",\"duration\":\"1e3m\"} | duration is not a duration",
                "{\"ticket\":\"T-1\",\"decision\":\"approve\",\"duration\":\"\u0663\u0660m\"} | duration is not a duration",
                "{\"ticket\":\"T-1\",\"decision\":\"approve\",\"duration\":\"0m\"} | duration is a duration must be",
                "{\"ticket\":\"T-1\",\"decision\":\"approve\",\"duration\":30} | duration must be a text",
                "{\"ticket\":1,\"decision\":\"deny\"} | ticket must be a text",
                "{\"ticket\":null,\"decision\":\"deny\"} | ticket must be a text",
                "{\"ticket\":[\"T-1\"],\"decision\":\"deny\"} | ticket must be a text",
                "{\"ticket\":\"T-1\",\"decision\":\"deny\",\"Reason\":\"x\"} | a field that nobody knows",
                "{\"ticket\":\"T-1\",\"decision\":\"deny\",\"ticket\":\"T-1\"} | says each thing once",
                "{\"ticket\":\"T-1\",\"decision\":\"deny\",\"\\u0074icket\":\"T-2\"} | says each thing once",
                "{\"ticket\":\"T-1\",\"decision\":\"deny\"}x | says each thing once",
                "{\"ticket\":\"T-1\",\"decision\":\"deny\"}{} | something behind",
                "{\"ticket\":\"T-1\",\"decision\":\"deny\" | says each thing once",
                "{'ticket':'T-1','decision':'deny'} | says each thing once"
            },
            quoteCharacter = '`')
    void whatIsNotClearIsNotUnderstood(String json, String why) {
        assertNotUnderstood(json.equals("''") ? "" : json, why);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"ticket\":\"T-1\",\"decision\":\"deny\"}",
                " {\"decision\":\"deny\", \"ticket\":\" T-1 \"}\n",
                "{\"ticket\":\"T-1\",\"decision\":\"approve\",\"duration\":\"once\"}",
                "{\"ticket\":\"T-1\",\"decision\":\"approve\",\"duration\":\" 2 Hours \"}"
            })
    void whatIsClearIs(String json) {
        assertUnderstood(call(json).signed(KEY).send());
    }

    @Test
    void aTextMayBeLongButNotEndless() {
        assertUnderstood(call("{\"ticket\":\"" + "x".repeat(16_384) + "\",\"decision\":\"deny\"}")
                .signed(KEY)
                .send());
        assertNotUnderstood(
                "{\"ticket\":\"" + "x".repeat(20_000) + "\",\"decision\":\"deny\"}", "says each thing once");
    }

    @Test
    void aBodyHasAtMost64KiB() {
        String padded = BODY + " ".repeat((64 << 10) - BODY.length());
        assertUnderstood(call(padded).signed(KEY).send());
        EndpointResponse answer = call(padded + " ").signed(KEY).send();
        assertThat(answer.status()).isEqualTo(413);
        assertThat(answer.bodyText()).contains("65536 bytes");
    }

    @Test
    void aBodyThatBreaksOffIsNotUnderstood() {
        EndpointResponse answer = endpoint.handle(EndpointRequest.builder("POST", "/decisions/jira")
                .body(new InputStream() {
                    @Override
                    public int read() throws IOException {
                        throw new IOException("connection reset");
                    }
                })
                .build());
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.bodyText()).contains("could not be read to its end");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "application/json | 404",
                "Application/JSON ; charset=utf-8 | 404",
                "text/json | 415",
                "application/json-patch+json | 415",
                "application/x-www-form-urlencoded | 415"
            })
    void theContentTypeIsJson(String type, int status) {
        assertThat(call().signed(KEY).header("Content-Type", type).send().status())
                .isEqualTo(status);
        ProgramCall untyped = call().signed(KEY);
        untyped.headers.remove("content-type");
        assertThat(untyped.send().status()).isEqualTo(415);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/decisions",
                "/decisions/",
                "/decisions/github",
                "/decisions/JIRA",
                "/decisions/jira/more",
                "/jira"
            })
    void whereNobodyIsThereIsNoWayIn(String path) {
        ProgramCall call = call().signed(KEY);
        call.path = path;
        EndpointResponse answer = call.send();
        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.bodyText()).contains("no way in");
    }

    @Test
    void decisionsComeByPost() {
        ProgramCall call = call().signed(KEY);
        call.method = "PUT";
        EndpointResponse answer = call.send();
        assertThat(answer.status()).isEqualTo(405);
        assertThat(answer.header("Allow")).contains("POST");
        assertThat(answer.header("Cache-Control")).contains("no-store");
        assertThat(answer.header("Content-Type").orElse("")).startsWith("application/json");
        assertThat(new String(answer.body(), StandardCharsets.UTF_8)).startsWith("{");
    }
}
