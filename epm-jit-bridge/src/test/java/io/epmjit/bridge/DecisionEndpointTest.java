package io.epmjit.bridge;

import static io.epmjit.testkit.server.RequestMatcher.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.epmjit.connector.ConnectorId;
import io.epmjit.decision.Approvers;
import io.epmjit.decision.DecisionPolicy;
import io.epmjit.endpoint.Endpoint;
import io.epmjit.endpoint.EndpointResponse;
import io.epmjit.model.JitRequestRef;
import io.epmjit.testkit.epm.EpmDecision;
import io.epmjit.testkit.jira.FakeJira;
import io.epmjit.testkit.server.Fault;
import io.epmjit.web.DecisionEndpoint;
import io.epmjit.webhook.Secret;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Decisions that programs send: who is believed, and what a wrong, repeated or forged call comes to. */
class DecisionEndpointTest {

    private static final String KEY = ProgramCall.key("the key of the Jira connector!!!");
    private static final String NEXT_KEY = ProgramCall.key("the next key of the Jira connector");
    private static final String OTHER_KEY = ProgramCall.key("the key of another connector, snow");

    @TempDir
    private Path directory;

    private World world;
    private Endpoint endpoint;
    private JitRequestRef request;
    private String ticket;

    @BeforeEach
    void begin() {
        begin(policy().build());
    }

    private void begin(DecisionPolicy policy) {
        world = new World(directory, policy);
        endpoint = DecisionEndpoint.of(world.bridge())
                .key(ConnectorId.of("jira"), Secret.of(KEY))
                .key(ConnectorId.of("jira"), Secret.of(NEXT_KEY))
                .key(ConnectorId.of("snow"), Secret.of(OTHER_KEY))
                .secretHeader(ConnectorId.of("jira"), "X-Jit-Secret", Secret.of("a secret for automation"))
                .build();
        request = world.requestAdmin();
        world.live(Duration.ofMinutes(1));
        ticket = world.ticket(request).key();
    }

    private static DecisionPolicy.Builder policy() {
        return DecisionPolicy.builder().identities(World.PEOPLE).permitAssertedApprovers();
    }

    private void beginAgain(DecisionPolicy policy) {
        world.close();
        directory.resolve("jit.db").toFile().delete();
        begin(policy);
    }

    @AfterEach
    void end() {
        world.close();
    }

    private ProgramCall call(String json) {
        return new ProgramCall(endpoint, world.clock.instant(), json);
    }

    private String approval() {
        return approvalBy("a.lee");
    }

    private String approvalBy(String approver) {
        return """
                {"ticket":"%s","decision":"approve","duration":"30m","approver":"%s","reason":"change CHG0042"}""".formatted(ticket, approver.replace("\\", "\\\\"));
    }

    private String denialBy(String approver) {
        return """
                {"ticket":"%s","decision":"deny","approver":"%s","reason":"not this week"}""".formatted(ticket, approver);
    }

    private List<EpmDecision> received() {
        world.live(Duration.ofMinutes(2));
        return world.atEpm(request).received();
    }

    // ---- what is taken

    @ParameterizedTest
    @ValueSource(strings = {"present", "next"})
    void aSignedCallDecides(String which) {
        EndpointResponse answer =
                call(approval()).signed(which.equals("next") ? NEXT_KEY : KEY).send();
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.bodyText())
                .isEqualTo("{\"outcome\":\"accepted\",\"message\":\"submitted, waiting for EPM\"}");
        assertThat(received()).singleElement().satisfies(decision -> {
            assertThat(decision.status()).isEqualTo("Approved");
            assertThat(decision.duration()).isEqualTo("1800");
            assertThat(decision.performedBy()).isEqualTo("a.lee");
        });
        assertThat(world.notes(request).get(0)).contains("signed-call");
    }

    @Test
    void aTicketMayBeNamedByItsIdToo() {
        ticket = world.ticket(request).id();
        assertThat(call(denialBy("b.ray")).signed(KEY).send().status()).isEqualTo(200);
    }

    @Test
    void oneOfSeveralSignaturesIsEnough() {
        ProgramCall call = call(approval()).signed(KEY);
        call.header("webhook-signature", "v1a,abc v1,bm90IGl0 v2,xyz " + call.header("webhook-signature"));
        assertThat(call.send().status()).isEqualTo(200);
    }

    @Test
    void theFormatIsTheOneThatIsDocumented() {
        assertThat(ProgramCall.signature(
                        "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
                        "msg_p5jXN8AQM9LWM0D4loKWxJek",
                        "1614265330",
                        "{\"test\": 2432232314}".getBytes(StandardCharsets.UTF_8)))
                .isEqualTo("g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    @Test
    void aSecretHeaderIsTakenOverTlsOnly() {
        ProgramCall call = call(approval()).header("X-Jit-Secret", "a secret for automation");
        assertThat(call.send().status()).isEqualTo(401);
        call.secure = true;
        assertThat(call.send().status()).isEqualTo(200);
        assertThat(call.send().status()).isEqualTo(409);
    }

    @Test
    void aWrongSecretHeaderIsRefused() {
        ProgramCall call = call(approval());
        call.secure = true;
        call.header("x-jit-secret", "another secret");
        assertThat(call.send().status()).isEqualTo(401);
        call.header("x-jit-secret", "a secret for automation");
        call.path = "/jit/decisions/snow";
        assertThat(call.send().status()).isEqualTo(401);
    }

    // ---- repeated and forged calls

    @Test
    void theSameCallAgainGetsItsFirstAnswerAndDoesNothing() {
        ProgramCall call = call(approval()).signed(KEY);
        EndpointResponse first = call.send();
        EndpointResponse again = call.send();
        assertThat(again.status()).isEqualTo(200);
        assertThat(again.bodyText()).isEqualTo(first.bodyText());
        assertThat(received()).hasSize(1);
        assertThat(call.send().bodyText()).isEqualTo(first.bodyText());
    }

    @Test
    void aRefusalIsRememberedToo() {
        ProgramCall call = call(approvalBy("nobody.knows")).signed(KEY);
        EndpointResponse first = call.send();
        assertThat(first.status()).isEqualTo(403);
        assertThat(call.send().bodyText()).isEqualTo(first.bodyText());
    }

    @Test
    void anIdThatComesBackWithAnotherBodyIsRefused() {
        assertThat(call(approval()).signed(KEY).send().status()).isEqualTo(200);
        EndpointResponse other = call(denialBy("b.ray")).signed(KEY).send();
        assertThat(other.status()).isEqualTo(409);
        assertThat(other.bodyText()).contains("CALL_ID_REUSED");
        assertThat(received()).hasSize(1);
    }

    @Test
    void anAnswerThatWasOnlyForTheMomentIsNotRemembered() {
        world.jira.faults().once(get("/rest/api/3/issue/{id}"), Fault.status(503));
        ProgramCall call = call(approval()).signed(KEY);
        EndpointResponse notNow = call.send();
        assertThat(notNow.status()).isEqualTo(503);
        assertThat(notNow.header("Retry-After")).contains("60");
        assertThat(call.send().status()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({"-301,401", "-299,200", "299,200", "301,401"})
    void aCallIsGoodForFiveMinutesBothWays(int seconds, int status) {
        Instant fullSecond =
                world.clock.instant().truncatedTo(ChronoUnit.SECONDS).plusSeconds(1);
        world.clock.advance(Duration.between(world.clock.instant(), fullSecond));
        ProgramCall call = call(approval());
        call.at = world.clock.instant().plusSeconds(seconds);
        assertThat(call.signed(KEY).send().status()).isEqualTo(status);
    }

    @Test
    void whatWasSignedCannotBeChanged() {
        ProgramCall body = call(approval()).signed(KEY);
        body.body = approvalBy("b.ray").getBytes(StandardCharsets.UTF_8);
        assertThat(body.send().status()).isEqualTo(401);

        ProgramCall id = call(approval()).signed(KEY);
        id.header("webhook-id", "msg_2");
        assertThat(id.send().status()).isEqualTo(401);

        ProgramCall time = call(approval()).signed(KEY);
        time.header("webhook-timestamp", Long.toString(Long.parseLong(time.header("webhook-timestamp")) + 1));
        assertThat(time.send().status()).isEqualTo(401);
        assertThat(received()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"webhook-id", "webhook-timestamp", "webhook-signature"})
    void everyHeaderIsNeeded(String header) {
        ProgramCall call = call(approval()).signed(KEY);
        call.headers.remove(header);
        assertThat(call.send().status()).isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "v1", "v1,", "v1,!!!", "v2,abc", "MfKQ9r8G"})
    void aSignatureOfNoFormIsNone(String signature) {
        ProgramCall call = call(approval()).signed(KEY);
        call.header("webhook-signature", signature);
        assertThat(call.send().status()).isEqualTo(401);
    }

    @Test
    void aKeyServesItsOwnConnectorOnly() {
        assertThat(call(approval()).signed(OTHER_KEY).send().status()).isEqualTo(401);
        ProgramCall elsewhere = call(approval()).signed(OTHER_KEY);
        elsewhere.path = "/jit/decisions/snow";
        EndpointResponse answer = elsewhere.send();
        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.bodyText()).contains("not on record");
        assertThat(received()).isEmpty();
    }

    @Test
    void aTicketThatLostItsStampIsNotDecided() {
        world.jira.as(world.jira.account()).editField(ticket, FakeJira.STAMP_FIELD, "another-request");
        EndpointResponse answer = call(approval()).signed(KEY).send();
        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.bodyText()).contains("TICKET_STRANGE");
        assertThat(received()).isEmpty();
    }

    @Test
    void aTicketThatAnotherOneHasReplacedIsNoWayInAnyMore() {
        beginAgain(policy().secondApprover(about -> true, Duration.ofHours(24)).build());
        world.requestApplication();
        world.jira.as(world.jira.approver()).delete(ticket);
        assertThat(world.approve(request).isAwaitingSecond()).isTrue();
        world.live(Duration.ofMinutes(5));
        assertThat(world.bridge().openReplacement(request, ConnectorId.of("jira"), "operator"))
                .isTrue();
        world.live(Duration.ofMinutes(5));

        EndpointResponse throughTheOldOne =
                call(approvalBy("b.ray")).signed(KEY).send();
        assertThat(throughTheOldOne.status()).isEqualTo(404);
        assertThat(throughTheOldOne.bodyText()).contains("not on record");
        assertThat(received()).isEmpty();
        ticket = world.ticket(request).key();
        assertThat(call(approvalBy("b.ray")).signed(KEY).send().status()).isEqualTo(200);
    }

    // ---- calls that cannot be understood

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{",
                "{}",
                "{\"ticket\":\"T-1\"}",
                "{\"ticket\":\"T-1\",\"decision\":\"Approve\",\"duration\":\"30m\"}",
                "{\"ticket\":\"T-1\",\"decision\":\"approve\"}",
                "{\"ticket\":\"T-1\",\"decision\":\"deny\",\"duration\":\"30m\"}",
                "{\"ticket\":\"T-1\",\"decision\":\"approve\",\"duration\":\"30\"}",
                "{\"ticket\":\"T-1\",\"decision\":\"approve\",\"duration\":\"-5m\"}",
                "{\"ticket\":\"T-1\",\"decision\":\"deny\",\"decision\":\"approve\",\"duration\":\"2h\"}",
                "{\"ticket\":1,\"decision\":\"deny\"}",
                "{\"ticket\":{\"ticket\":\"T-1\"},\"decision\":\"deny\"}",
                "{\"ticket\":\"T-1\",\"decision\":\"deny\",\"approved\":\"yes\"}",
                "{\"ticket\":\"T-1\",\"decision\":\"deny\"} {}"
            })
    void whatIsNotOneClearObjectIsNotUnderstood(String body) {
        EndpointResponse answer = call(body).signed(KEY).send();
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.bodyText()).contains("\"outcome\":\"error\"").doesNotContain("T-1");
    }

    @Test
    void methodTypeAndLengthAreLookedAt() {
        ProgramCall read = call(approval()).signed(KEY);
        read.method = "GET";
        assertThat(read.send().status()).isEqualTo(405);

        ProgramCall form = call(approval()).signed(KEY);
        form.header("content-type", "text/plain");
        assertThat(form.send().status()).isEqualTo(415);

        ProgramCall huge = call("{\"ticket\":\"" + "x".repeat(64 << 10) + "\"}").signed(KEY);
        assertThat(huge.send().status()).isEqualTo(413);

        ProgramCall nowhere = call(approval()).signed(KEY);
        nowhere.path = "/jit/decisions";
        assertThat(nowhere.send().status()).isEqualTo(404);
    }

    // ---- what the policy says

    @Test
    void withoutThePolicysPermissionNobodyIsBelieved() {
        beginAgain(DecisionPolicy.standard(World.PEOPLE));
        EndpointResponse answer = call(denialBy("b.ray")).signed(KEY).send();
        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.bodyText()).contains("ASSERTED_ONLY");
    }

    @Test
    void ownUnknownAndForbiddenApproversAreRefused() {
        beginAgain(policy().approvers(Approvers.people(
                        "a.lee@acme.example",
                        world.atEpm(request)
                                        .value("UserName")
                                        .toLowerCase(Locale.ROOT)
                                        .substring(5) + "@acme.example"))
                .build());
        String own = world.atEpm(request).value("UserName");
        assertThat(ruleOf(call(approvalBy(own)), "own")).isEqualTo("SELF_APPROVAL");
        assertThat(ruleOf(call(approvalBy("b.ray")), "other")).isEqualTo("NOT_ALLOWED");
        assertThat(ruleOf(call(approvalBy("who.is.this")), "unknown")).isEqualTo("NOT_ALLOWED");
        assertThat(received()).isEmpty();
    }

    private String ruleOf(ProgramCall call, String id) {
        call.id = id;
        EndpointResponse answer = call.signed(KEY).send();
        assertThat(answer.status()).isEqualTo(403);
        return answer.bodyText().replaceAll(".*\"rule\":\"([A-Z_]+)\".*", "$1");
    }

    @Test
    void twoApproversAreTwoPeople() {
        beginAgain(policy().secondApprover(about -> true, Duration.ofHours(24)).build());
        EndpointResponse first = call(approval()).signed(KEY).send();
        assertThat(first.status()).isEqualTo(202);
        assertThat(first.bodyText()).contains("awaiting-second-approver");
        assertThat(ruleOf(call(approval()), "again")).isEqualTo("SAME_APPROVER");
        ProgramCall second = call(approvalBy("b.ray"));
        second.id = "second";
        assertThat(second.signed(KEY).send().status()).isEqualTo(200);
    }

    @Test
    void whatWasDecidedMeanwhileStands() {
        assertThat(call(approval()).signed(KEY).send().status()).isEqualTo(200);
        ProgramCall late = call(denialBy("b.ray"));
        late.id = "late";
        assertThat(late.signed(KEY).send().bodyText()).contains("BEING_SENT");
    }

    @Test
    void whatTheConsoleDecidedMeanwhileStands() {
        world.epm.console().deny(request.requestId(), "console");
        world.live(Duration.ofMinutes(1));
        EndpointResponse answer = call(approval()).signed(KEY).send();
        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.bodyText()).contains("It is now final and cannot be changed");
    }

    @Test
    void aClosedTicketIsNotDecided() {
        world.jira.as(world.jira.approver()).setStatus(ticket, "Canceled");
        EndpointResponse answer = call(approval()).signed(KEY).send();
        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.bodyText()).contains("You cannot modify the decision because this request is inactive");
    }

    @Test
    void whatIsMissingIsSaid() {
        EndpointResponse answer = call("{\"ticket\":\"" + ticket + "\",\"decision\":\"deny\",\"approver\":\"a.lee\"}")
                .signed(KEY)
                .send();
        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.bodyText()).contains("REASON_MISSING", "Please enter a reason");
    }

    // ---- keys

    @ParameterizedTest
    @ValueSource(strings = {"plain text", "whsec_", "whsec_dG9vIHNob3J0", "whsec_!!!"})
    void aWeakKeyIsRefusedWhenTheEndpointIsMade(String key) {
        assertThatThrownBy(() -> DecisionEndpoint.of(world.bridge()).key(ConnectorId.of("jira"), Secret.of(key)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("signing key")
                .hasMessageNotContaining(key.length() > 6 ? key.substring(6) : key + "x");
    }

    @Test
    void anEndpointWithoutAKeyIsNone() {
        assertThatThrownBy(() -> DecisionEndpoint.of(world.bridge()).build())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("needs a key");
    }
}
