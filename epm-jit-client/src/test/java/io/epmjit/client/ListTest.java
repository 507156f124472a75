package io.epmjit.client;

import static io.epmjit.client.TestEpm.APPROVAL;
import static io.epmjit.client.TestEpm.client;
import static io.epmjit.client.TestEpm.ref;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.epmjit.http.RateLimiter;
import io.epmjit.http.ResponseException;
import io.epmjit.model.AccessDuration;
import io.epmjit.model.DecisionStatus;
import io.epmjit.model.JitRequestRef;
import io.epmjit.testkit.MovableClock;
import io.epmjit.testkit.epm.EpmRequest;
import io.epmjit.testkit.epm.FakeEpm;
import io.epmjit.testkit.epm.ListShape;
import io.epmjit.testkit.epm.PagingDialect;
import io.epmjit.testkit.server.FakeServer;
import io.epmjit.testkit.server.Fault;
import io.epmjit.testkit.server.Reply;
import io.epmjit.testkit.server.RequestMatcher;
import io.epmjit.webhook.Secret;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class ListTest {

    private static final RequestMatcher LISTS = RequestMatcher.get("/management-api/v3/AdminAccessRequest");
    private static final int ROWS = 25;

    static Stream<Arguments> servers() {
        return Stream.of(PagingDialect.values())
                .flatMap(paging -> Stream.of(ListShape.values()).map(shape -> Arguments.of(paging, shape)));
    }

    @ParameterizedTest
    @MethodSource("servers")
    void every_row_is_read_once_whatever_way_of_paging_and_wrapping_epm_has(PagingDialect paging, ListShape shape) {
        try (FakeEpm epm = FakeEpm.builder()
                        .pagingDialects(paging)
                        .listShape(shape)
                        .defaultPageSize(7)
                        .start();
                EpmClient client = pagesOfTen(epm)) {
            List<String> made = admins(epm, ROWS);

            assertThat(client.adminRequests(RequestFilter.all())
                            .map(row -> row.requestId().orElseThrow()))
                    .containsExactlyElementsOf(made);
        }
    }

    @ParameterizedTest
    @EnumSource(ListShape.class)
    void every_row_is_read_once_where_the_first_page_was_larger_than_asked_for(ListShape shape) {
        try (FakeEpm epm = FakeEpm.builder()
                        .pagingDialects(PagingDialect.PLAIN)
                        .listShape(shape)
                        .defaultPageSize(25)
                        .start();
                EpmClient client = pagesOfTen(epm)) {
            List<String> made = admins(epm, 40);

            assertThat(client.adminRequests(RequestFilter.all())
                            .map(row -> row.requestId().orElseThrow()))
                    .containsExactlyElementsOf(made);
        }
    }

    @Test
    void a_list_without_an_end_is_an_error_and_no_list() {
        try (FakeServer endless = FakeServer.builder(FakeEpm.builder())
                        .route(
                                "POST",
                                "/oauth/connect/token",
                                request -> Reply.json(200, "{\"access_token\":\"t\",\"expires_in\":3600}"))
                        .otherwise(request -> Reply.json(
                                200,
                                "[{\"requestId\":\"r-"
                                        + request.query("Pagination.PageNumber").orElse("") + "\"}]"))
                        .start();
                EpmClient client = EpmClient.builder()
                        .host(endless.url().toString())
                        .credentials("id", Secret.of("secret"))
                        .rateLimiter(RateLimiter.none())
                        .build()) {
            Stream<RequestState> rows = client.adminRequests(RequestFilter.all());

            assertThatThrownBy(rows::count)
                    .isInstanceOf(ResponseException.UnusableAnswer.class)
                    .hasMessageContaining("a list that has no end");
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = ListShape.class,
            names = {"TOTAL_RECORD_COUNT", "TOTAL_COUNT"})
    void a_server_that_always_sends_the_first_page_is_found_out_rather_than_believed(ListShape shape) {
        try (FakeEpm epm =
                        FakeEpm.builder().ignoringPageNumber().listShape(shape).start();
                EpmClient client = pagesOfTen(epm)) {
            admins(epm, ROWS);

            assertThatThrownBy(() -> client.adminRequests(RequestFilter.all()).toList())
                    .isInstanceOf(ResponseException.UnusableAnswer.class)
                    .hasMessageContaining("the list has 25 rows and only 10 were read")
                    .hasMessageContaining("EpmApiDialect");
            assertThat(epm.requests().count(LISTS)).isLessThan(6);
        }
    }

    @Test
    void a_server_that_always_sends_its_only_page_and_no_total_ends_the_list() {
        try (FakeEpm epm = FakeEpm.builder()
                        .ignoringPageNumber()
                        .listShape(ListShape.BARE_ARRAY)
                        .start();
                EpmClient client = client(epm).build()) {
            List<String> made = admins(epm, ROWS);

            assertThat(client.adminRequests(RequestFilter.all())
                            .map(row -> row.requestId().orElseThrow()))
                    .containsExactlyElementsOf(made);
            assertThat(epm.requests().count(LISTS)).isLessThan(6);
        }
    }

    @Test
    void every_name_of_lists_and_audits_may_be_overridden() {
        Instant now = Instant.parse("2026-11-21T08:00:00Z");
        EpmApiDialect renamed = EpmApiDialect.builder()
                .putNames(EpmApiDialect.Name.LIST_ROWS, "items")
                .putNames(EpmApiDialect.Name.LIST_TOTAL, "count")
                .putNames(EpmApiDialect.Name.RANGE_DATES, ".Between")
                .putNames(EpmApiDialect.Name.RANGE_MODE, ".Mode")
                .putNames(EpmApiDialect.Name.RANGE, "Both")
                .putNames(EpmApiDialect.Name.AUDIT_ID, "/key")
                .putNames(EpmApiDialect.Name.AUDIT_ACTIVITY_TIME, "/at")
                .build();
        RequestMatcher audits = RequestMatcher.get("/management-api/v3/ActivityAudits");
        try (FakeEpm epm = FakeEpm.start();
                EpmClient client = client(epm).dialect(renamed).build()) {
            epm.faults()
                    .always(
                            audits,
                            Fault.answer(Reply.json(
                                    200, "{\"items\":[{\"key\":7,\"at\":\"2026-11-21 08:00:00\"}],\"count\":1}")));

            List<AuditEntry> read = client.activityAudits(
                            AuditFilter.builder().since(now).build())
                    .toList();

            assertThat(read).hasSize(1);
            assertThat(read.get(0).id()).contains("7");
            assertThat(read.get(0).time()).contains(now);
            assertThat(epm.requests().matching(audits)).hasSize(1);
            assertThat(epm.requests().matching(audits).get(0).queryAll("Filter.Created.Between"))
                    .hasSize(2);
            assertThat(epm.requests().matching(audits).get(0).query("Filter.Created.Mode"))
                    .contains("Both");
        }
    }

    @Test
    void pages_are_fetched_only_as_far_as_they_are_read() {
        try (FakeEpm epm = FakeEpm.start();
                EpmClient client = pagesOfTen(epm)) {
            admins(epm, ROWS);

            assertThat(client.adminRequests(RequestFilter.all()).limit(3)).hasSize(3);

            assertThat(epm.requests().count(LISTS)).isEqualTo(1);
        }
    }

    @Test
    void an_empty_list_is_empty() {
        try (FakeEpm epm = FakeEpm.start();
                EpmClient client = client(epm).build()) {
            assertThat(client.adminRequests(RequestFilter.all())).isEmpty();
            assertThat(client.applicationRequests(RequestFilter.all())).isEmpty();
        }
    }

    @Test
    void a_page_that_fails_ends_the_list_with_its_exception() {
        try (FakeEpm epm = FakeEpm.start();
                EpmClient client = pagesOfTen(epm)) {
            admins(epm, ROWS);
            epm.faults()
                    .always(
                            LISTS.where(page -> page.query("Pagination.PageNumber")
                                    .orElse("")
                                    .equals("2")),
                            Fault.status(500));
            List<RequestState> read = new ArrayList<>();

            assertThatThrownBy(() -> client.adminRequests(RequestFilter.all()).forEach(read::add))
                    .isInstanceOf(ResponseException.ServerError.class);
            assertThat(read).hasSize(10);
        }
    }

    @Test
    void something_that_is_no_list_is_an_error() {
        try (FakeEpm epm = FakeEpm.start();
                EpmClient client = client(epm).build()) {
            epm.faults().always(LISTS, Fault.answer(Reply.json(200, "{\"rows\":[]}")));

            assertThatThrownBy(() -> client.adminRequests(RequestFilter.all()).toList())
                    .isInstanceOf(ResponseException.UnusableAnswer.class)
                    .hasMessageContaining("no page of a list");
        }
    }

    @Test
    void a_filter_by_decision_holds_even_where_epm_does_not_know_its_name() {
        EpmApiDialect wrongName =
                EpmApiDialect.builder().decisionFilter("Filter.NobodyKnows").build();
        try (FakeEpm epm = FakeEpm.start();
                EpmClient knowing = client(epm).build();
                EpmClient guessing = client(epm).dialect(wrongName).build()) {
            List<String> made = admins(epm, 3);
            knowing.decide(JitRequestRef.admin(made.get(1)), APPROVAL);

            for (EpmClient client : List.of(knowing, guessing)) {
                assertThat(client.adminRequests(RequestFilter.pending())
                                .map(row -> row.requestId().orElseThrow()))
                        .containsExactly(made.get(0), made.get(2));
            }
        }
    }

    @Test
    void filters_by_time_are_sent_and_hold() {
        Instant morning = Instant.parse("2026-11-21T08:00:00Z");
        MovableClock clock = MovableClock.at(morning);
        try (FakeEpm epm = FakeEpm.builder().clock(clock).start();
                EpmClient client = client(epm).clock(clock).build()) {
            epm.requestApplication();
            clock.advance(Duration.ofHours(1));
            EpmRequest second = epm.requestApplication();
            clock.advance(Duration.ofHours(1));
            epm.requestApplication();
            RequestFilter filter = RequestFilter.builder()
                    .createdFrom(morning.plus(Duration.ofMinutes(30)))
                    .createdUntil(morning.plus(Duration.ofMinutes(90)))
                    .build();

            assertThat(client.applicationRequests(filter)
                            .map(row -> row.requestId().orElseThrow()))
                    .containsExactly(second.requestId());
            assertThat(epm.requests()
                            .matching(RequestMatcher.get("/management-api/v3/AuthorizationRequest"))
                            .get(0)
                            .queryAll("Filter.CreatedOn.Dates"))
                    .containsExactly("2026-11-21T08:30:00Z", "2026-11-21T09:30:00Z");
        }
    }

    @Test
    void what_happened_within_the_last_second_of_a_range_is_in_it() {
        Instant made = Instant.parse("2026-11-21T08:00:00.700Z");
        try (FakeEpm epm = FakeEpm.builder().clock(MovableClock.at(made)).start();
                EpmClient client = client(epm).build()) {
            epm.requestApplication();
            RequestFilter filter = RequestFilter.builder()
                    .createdFrom(made.minusMillis(100))
                    .createdUntil(made.plusMillis(100))
                    .build();

            assertThat(client.applicationRequests(filter)).hasSize(1);
        }
    }

    @Test
    void a_row_that_does_not_say_its_status_may_be_pending() {
        try (FakeEpm epm = FakeEpm.start();
                EpmClient client = client(epm).build()) {
            epm.faults()
                    .always(
                            LISTS,
                            Fault.answer(Reply.json(
                                    200,
                                    "{\"data\":[{\"requestId\":\"r-1\"},{\"requestId\":\"r-2\",\"status\":\"Denied\"}],"
                                            + "\"totalCount\":2}")));

            assertThat(client.adminRequests(RequestFilter.pending()))
                    .extracting(RequestState::requestId)
                    .containsExactly(Optional.of("r-1"));
        }
    }

    @Test
    void the_other_filters_reach_epm() {
        try (FakeEpm epm = FakeEpm.start();
                EpmClient client = client(epm).build()) {
            epm.requestAdmin(Map.of("UserName", "ACME\\one"));
            EpmRequest over = epm.requestAdmin(Map.of("UserName", "ACME\\two"));
            epm.console().deny(over.requestId(), "a.lee");
            EpmRequest two = epm.requestAdmin(Map.of("UserName", "ACME\\two"));
            RequestFilter filter = RequestFilter.builder()
                    .computerUserName("ACME\\two")
                    .activeOnly(true)
                    .build();

            assertThat(client.adminRequests(filter).map(row -> row.requestId().orElseThrow()))
                    .containsExactly(two.requestId());
        }
    }

    @Test
    void application_rows_may_come_without_a_request_id() {
        try (FakeEpm epm = FakeEpm.builder().rowsWithRequestId(false).start();
                EpmClient client = client(epm).build()) {
            EpmRequest request = epm.requestApplication();

            RequestState row =
                    client.applicationRequests(RequestFilter.all()).findFirst().orElseThrow();

            assertThat(row.requestId()).isEmpty();
            assertThat(row.ref()).isEmpty();
            assertThat(row.ticketNumber()).contains(request.ticketNumber());
            assertThat(row.status()).isEqualTo(DecisionStatus.PENDING);
        }
    }

    @Test
    void audits_of_both_kinds_are_listed() {
        Instant now = Instant.parse("2026-11-21T08:00:00Z");
        MovableClock clock = MovableClock.at(now);
        try (FakeEpm epm = FakeEpm.builder().clock(clock).start();
                EpmClient client = client(epm).clock(clock).build()) {
            EpmRequest request = epm.requestApplication(Map.of("User", "ACME\\j.doe"));
            client.decide(ref(request), APPROVAL);
            clock.advance(Duration.ofHours(1));
            epm.regenerateSecret();

            List<AuditEntry> requests =
                    client.authorizationRequestAudits(AuditFilter.all()).toList();
            List<AuditEntry> activities = client.activityAudits(
                            AuditFilter.builder().since(now.plusSeconds(60)).build())
                    .toList();

            assertThat(requests)
                    .extracting(entry -> entry.members().get("/action"))
                    .containsExactly("Requested", "Approved");
            assertThat(requests.get(0).time()).contains(now);
            assertThat(requests.get(0).members()).containsEntry("/userName", "ACME\\j.doe");
            assertThat(requests.get(0).toString()).doesNotContain("j.doe");
            assertThat(activities)
                    .extracting(entry -> entry.members().get("/entity"))
                    .containsExactly("ApiAccount");
        }
    }

    @Test
    void an_admin_request_is_created_on_behalf_of_a_user() {
        try (FakeEpm epm = FakeEpm.start();
                EpmClient client = client(epm).build()) {
            JitRequestRef made = client.createAdminRequest(NewAdminRequest.builder()
                            .computerId("7c9e6679-7425-40de-944b-e07fc1f90ae7")
                            .userId("S-1-5-21-1")
                            .userName("ACME\\j.doe")
                            .reason("a printer driver")
                            .duration(AccessDuration.minutes(30))
                            .build())
                    .orElseThrow();

            RequestState state = client.read(made);
            assertThat(state.status()).isEqualTo(DecisionStatus.PENDING);
            assertThat(state.requester()).contains("ACME\\j.doe");
            assertThat(state.durationRequested()).contains(AccessDuration.minutes(30));
        }
    }

    private static EpmClient pagesOfTen(FakeEpm epm) {
        return client(epm).dialect(EpmApiDialect.builder().pageSize(10).build()).build();
    }

    private static List<String> admins(FakeEpm epm, int number) {
        List<String> made = new ArrayList<>();
        for (int i = 0; i < number; i++) {
            made.add(epm.requestAdmin(Map.of("UserName", "ACME\\user" + i)).requestId());
        }
        return made;
    }
}
