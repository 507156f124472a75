package io.epmjit.client;

import static io.epmjit.client.TestEpm.APPROVAL;
import static io.epmjit.client.TestEpm.client;
import static io.epmjit.client.TestEpm.ref;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.epmjit.http.CallOptions;
import io.epmjit.http.ResponseException;
import io.epmjit.model.AccessDuration;
import io.epmjit.model.Decision;
import io.epmjit.model.DecisionStatus;
import io.epmjit.model.JitRequestRef;
import io.epmjit.model.RequestKind;
import io.epmjit.model.TicketRef;
import io.epmjit.testkit.MovableClock;
import io.epmjit.testkit.epm.ApiArea;
import io.epmjit.testkit.epm.ApiLevel;
import io.epmjit.testkit.epm.EpmRequest;
import io.epmjit.testkit.epm.FakeEpm;
import io.epmjit.testkit.epm.RequestIdKind;
import io.epmjit.testkit.server.Fault;
import io.epmjit.testkit.server.Reply;
import io.epmjit.testkit.server.RequestMatcher;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReadTest {

    private static final Instant NOW = Instant.parse("2026-11-21T10:15:30Z");
    private static final RequestMatcher READS = request -> request.path().contains("Request/");

    private final FakeEpm epm = FakeEpm.builder().clock(MovableClock.at(NOW)).start();
    private final EpmClient client = client(epm).clock(() -> NOW).build();

    @AfterEach
    void close() {
        client.close();
        epm.close();
    }

    @Test
    void an_account_without_the_right_reads_nothing_and_the_state_says_why() {
        EpmRequest request = epm.requestApplication();
        epm.faults().always(READS, Fault.status(403));

        RequestState state = client.read(ref(request));

        assertThat(state.isReadable()).isFalse();
        assertThat(state.unreadable().orElseThrow())
                .contains("by request id: 403; by ticket number: 403; by system id: 403")
                .contains("JIT: Read Only");
        assertThat(state.status().isPending()).isFalse();
        assertThat(state.status().isDecided()).isFalse();
    }

    @Test
    void a_request_that_is_gone_is_unreadable_by_any_id() {
        RequestState state = client.read(
                JitRequestRef.admin("11111111-2222-3333-4444-555555555555").withTicketNumber("EPM000404"));

        assertThat(state.unreadable().orElseThrow()).contains("by request id: 404; by ticket number: 404");
        assertThat(state.requestId()).contains("11111111-2222-3333-4444-555555555555");
        assertThat(state.ticketNumber()).contains("EPM000404");
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 503, 409})
    void a_server_that_fails_is_no_reason_to_call_a_request_unreadable(int status) {
        EpmRequest request = epm.requestApplication();
        epm.faults().always(READS, Fault.status(status));

        assertThatThrownBy(() -> client.read(ref(request))).isInstanceOf(ResponseException.class);
    }

    @Test
    void another_request_in_the_answer_is_not_taken_for_the_one_that_was_asked_for() {
        EpmRequest other = epm.requestAdmin();
        JitRequestRef asked = JitRequestRef.admin("99999999-2222-3333-4444-555555555555");
        epm.faults()
                .always(
                        READS,
                        Fault.answer(Reply.json(
                                200,
                                "{\"requestInfo\":{\"requestId\":\"" + other.requestId()
                                        + "\"},\"accessDecision\":{\"status\":\"Pending\"}}")));

        assertThatThrownBy(() -> client.read(asked))
                .isInstanceOf(ResponseException.UnusableAnswer.class)
                .hasMessageContaining("is about another request than was asked for");
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 410, 422})
    void a_request_is_not_called_unreadable_by_anything_but_403_404_and_405(int status) {
        EpmRequest request = epm.requestApplication();
        epm.faults().once(READS, Fault.status(status));
        assertThat(client.read(ref(request)).status()).isEqualTo(DecisionStatus.PENDING);

        epm.faults().once(READS, Fault.status(status));
        epm.faults().always(READS, Fault.status(404));

        ResponseException failure = catchThrowableOfType(ResponseException.class, () -> client.read(ref(request)));

        assertThat(failure.status()).isEqualTo(status);
    }

    @ParameterizedTest
    @EnumSource(RequestIdKind.class)
    void an_application_request_is_read_by_whatever_kind_of_id_epm_takes(RequestIdKind kind) {
        try (FakeEpm choosy = FakeEpm.builder().readableBy(kind).start();
                EpmClient other = client(choosy).build()) {
            EpmRequest request = choosy.requestApplication();
            TicketRef ticket = TicketRef.of("jira", "10042", "JIT-42");
            other.decide(
                    ref(request),
                    Decision.approve(AccessDuration.minutes(30))
                            .by("a.lee")
                            .reason("ok")
                            .ticket(ticket)
                            .build());

            RequestState state = other.read(ref(request), ticket, CallOptions.defaults());

            assertThat(state.isReadable()).isTrue();
            assertThat(state.status()).isEqualTo(DecisionStatus.APPROVED);
            assertThat(state.ref()).contains(ref(request));
            assertThat(other.async().read(ref(request), ticket, CallOptions.defaults()))
                    .succeedsWithin(Duration.ofSeconds(20))
                    .isEqualTo(state);
        }
    }

    @Test
    void an_epm_that_reads_by_no_id_at_all_is_unreadable() {
        try (FakeEpm mute = FakeEpm.builder().readableBy().start();
                EpmClient other = client(mute).build()) {
            assertThat(other.read(ref(mute.requestApplication())).isReadable()).isFalse();
            assertThat(other.read(ref(mute.requestAdmin())).isReadable()).isFalse();
        }
    }

    @Test
    void a_pending_application_request_is_read_with_what_epm_says_of_it() {
        EpmRequest request = epm.requestApplication(Map.of("User", "ACME\\j.doe", "Reason", "need \"it\""));

        RequestState state = client.read(ref(request));

        assertThat(state.kind()).isEqualTo(RequestKind.APPLICATION);
        assertThat(state.status()).isEqualTo(DecisionStatus.PENDING);
        assertThat(state.requester()).contains("ACME\\j.doe");
        assertThat(state.reason()).contains("need \"it\"");
        assertThat(state.created()).contains(NOW);
        assertThat(state.duration()).isEmpty();
        assertThat(state.extra()).containsKeys("/requestInfo/hostName", "/requestInfo/productName");
        assertThat(state.toString()).doesNotContain("j.doe").doesNotContain("need");
    }

    @Test
    void an_approved_admin_request_is_read_with_its_decision() {
        EpmRequest request = epm.requestAdmin(Map.of("UserName", "ACME\\j.doe", "DurationRequested", "3600"));
        client.decide(ref(request), APPROVAL);

        RequestState state = client.read(ref(request));

        assertThat(state.status()).isEqualTo(DecisionStatus.APPROVED);
        assertThat(state.duration()).contains(AccessDuration.minutes(30));
        assertThat(state.durationText()).contains("1800");
        assertThat(state.durationRequested()).contains(AccessDuration.hours(1));
        assertThat(state.performer()).contains("a.lee");
        assertThat(state.startTime()).contains(NOW);
        assertThat(state.endTime()).contains(NOW.plus(Duration.ofMinutes(30)));
        assertThat(state.requester()).contains("ACME\\j.doe");
        assertThat(state.extra()).containsEntry("/accessDecision/message", "change CHG0042");
    }

    @Test
    void a_request_is_read_by_its_ticket_number_alone() {
        EpmRequest request = epm.requestApplication();

        RequestState state =
                client.readByTicketNumber(RequestKind.APPLICATION, request.ticketNumber(), CallOptions.defaults());

        assertThat(state.ref()).contains(ref(request));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"accessDecision\":{\"status\":\"Pending\"}}                | Pending",
                "{\"AccessDecision\":{\"Status\":\"APPROVED\"}}               | Approved",
                "{\"accessDecision\":{\"status\":\"2001\"}}                   | Denied",
                "{\"accessDecision\":{\"status\":1000}}                       | Pending",
                "{\"accessDecision\":{\"status\":\"Escalated\"}}              | Escalated",
                "{\"accessDecision\":null,\"requestInfo\":{\"requestId\":\"r-1\"}}            | Pending",
                "{\"accessDecision\":{\"status\":null},\"requestInfo\":{\"requestId\":\"r-1\"}} | Pending",
                "{\"accessDecision\":{},\"requestInfo\":{\"requestId\":\"r-1\"}}              | (unknown)",
                "{\"requestInfo\":{\"requestId\":\"r-1\"}}                    | (unknown)"
            })
    void a_status_is_what_epm_says_and_what_it_does_not_say_is_unknown(String body, String status) {
        epm.faults().always(READS, Fault.answer(Reply.json(200, body)));

        assertThat(client.read(JitRequestRef.admin("r-1")).status().value()).isEqualTo(status);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "[]", "\"text\"", "{\"error\":\"x\"}", "7"})
    void json_that_holds_nothing_of_a_request_is_an_error(String body) {
        epm.faults().always(READS, Fault.answer(Reply.json(200, body)));

        assertThatThrownBy(() -> client.read(JitRequestRef.admin("r-1")))
                .isInstanceOf(ResponseException.UnusableAnswer.class)
                .hasMessageContaining("holds nothing of a request");
    }

    @Test
    void other_names_are_read_where_the_dialect_says_so() {
        epm.faults()
                .always(
                        READS,
                        Fault.answer(Reply.json(200, "{\"outcome\":{\"verdict\":\"Denied\"},\"who\":\"a.lee\"}")));
        EpmApiDialect dialect = EpmApiDialect.builder()
                .putFields(EpmApiDialect.Field.STATUS, java.util.List.of("/outcome/verdict"))
                .putFields(EpmApiDialect.Field.PERFORMER, java.util.List.of("/who"))
                .build();
        try (EpmClient other = client(epm).dialect(dialect).build()) {
            RequestState state = other.read(JitRequestRef.admin("r-1"));

            assertThat(state.status()).isEqualTo(DecisionStatus.DENIED);
            assertThat(state.performer()).contains("a.lee");
        }
    }

    @Test
    void rights_that_are_missing_altogether_are_an_error_of_the_credentials() {
        EpmRequest request = epm.requestAdmin();
        epm.grant(ApiArea.JIT, ApiLevel.NO_ACCESS);

        assertThatThrownBy(() -> client.read(ref(request))).isInstanceOf(ResponseException.Unauthorized.class);
    }
}
