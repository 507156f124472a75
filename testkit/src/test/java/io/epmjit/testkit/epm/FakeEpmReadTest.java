package io.epmjit.testkit.epm;

import static io.epmjit.testkit.epm.ApiClient.applicationDecision;
import static io.epmjit.testkit.epm.ApiClient.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.epmjit.testkit.MovableClock;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FakeEpmReadTest {

    private static final String APPLICATIONS = "/v3/AuthorizationRequest";
    private static final String ADMINS = "/v3/AdminAccessRequest";

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
    void readsAnApplicationRequestInTheThirdVersion() throws Exception {
        EpmRequest request = epm.requestApplication(Map.of("Reason", "patch"));
        JsonNode pending = json(client.get(APPLICATIONS + "/" + request.requestId()));
        assertThat(pending.at("/serviceTicket/ticketId").textValue()).isEqualTo(request.ticketNumber());
        assertThat(pending.at("/requestInfo/reason").textValue()).isEqualTo("patch");
        assertThat(pending.at("/requestInfo/user").textValue()).isEqualTo("ACME\\user1");
        assertThat(pending.at("/requestInfo/createdOn").textValue()).isEqualTo("2026-11-22T10:00:00.0000000Z");
        assertThat(pending.at("/accessDecision/status").textValue()).isEqualTo("Pending");
        assertThat(pending.at("/accessDecision/duration").isMissingNode()).isTrue();

        clock.advance(Duration.ofSeconds(90));
        epm.console().approve(request.requestId(), "600", "a.lee");
        JsonNode approved = json(client.get(APPLICATIONS + "/" + request.requestId()));
        assertThat(approved.at("/accessDecision/status").textValue()).isEqualTo("Approved");
        assertThat(approved.at("/accessDecision/duration").textValue()).isEqualTo("600");
        assertThat(approved.at("/accessDecision/startTime").textValue()).isEqualTo("2026-11-22T10:01:30.0000000Z");
        assertThat(approved.at("/accessDecision/decisionPerformedByUser").textValue())
                .isEqualTo("a.lee");
        assertThat(approved.at("/requestInfo/modifiedOn").textValue()).isEqualTo("2026-11-22T10:01:30.0000000Z");
    }

    @Test
    void readsAnApplicationRequestInTheSecondVersion() throws Exception {
        EpmRequest request = epm.requestApplication();
        client.post("/v2/AuthorizationRequest/notification", applicationDecision(request, "Denied", "Once"));
        JsonNode read = json(client.get("/v2/AuthorizationRequest/sys-" + request.ticketNumber()));
        assertThat(read.at("/serviceTicket/systemId").textValue()).isEqualTo("sys-" + request.ticketNumber());
        assertThat(read.at("/serviceTicket/url").textValue()).startsWith("https://tracker.example/");
        assertThat(read.at("/requestInfo/created").textValue()).isEqualTo("2026-11-22T10:00:00.0000000Z");
        assertThat(read.at("/accessDecision/status").textValue()).isEqualTo("Denied");
    }

    @ParameterizedTest
    @CsvSource({"REQUEST_ID, 200, 404, 404", "TICKET_NUMBER, 404, 200, 404", "SYSTEM_ID, 404, 404, 200"})
    void readsByTheKindOfIdThatItIsToldTo(RequestIdKind kind, int byRequest, int byTicket, int bySystem)
            throws Exception {
        restart(FakeEpm.builder().readableBy(kind));
        EpmRequest request = epm.requestApplication();
        client.post("/v2/AuthorizationRequest/notification", applicationDecision(request, "Denied", "Once"));
        assertThat(client.get(APPLICATIONS + "/" + request.requestId()).statusCode())
                .isEqualTo(byRequest);
        assertThat(client.get(APPLICATIONS + "/" + request.ticketNumber()).statusCode())
                .isEqualTo(byTicket);
        assertThat(client.get(APPLICATIONS + "/sys-" + request.ticketNumber()).statusCode())
                .isEqualTo(bySystem);
    }

    @Test
    void mayBeUnreadable() throws Exception {
        restart(FakeEpm.builder().readableBy());
        EpmRequest application = epm.requestApplication();
        EpmRequest admin = epm.requestAdmin();
        assertThat(client.get(APPLICATIONS + "/" + application.requestId()).statusCode())
                .isEqualTo(404);
        assertThat(client.get(ADMINS + "/" + admin.requestId()).statusCode()).isEqualTo(404);
    }

    @Test
    void readsAnAdminRequest() throws Exception {
        EpmRequest request = epm.requestAdmin(Map.of("DurationRequested", "900"));
        JsonNode pending = json(client.get(ADMINS + "/" + request.requestId()));
        assertThat(pending.at("/requestInfo/requestId").textValue()).isEqualTo(request.requestId());
        assertThat(pending.at("/requestInfo/ticketId").textValue()).isEqualTo(request.ticketNumber());
        assertThat(pending.at("/requestInfo/durationRequested").intValue()).isEqualTo(900);
        assertThat(pending.at("/accessDecision/status").textValue()).isEqualTo("Pending");

        epm.console().approve(request.requestId(), "600", "a.lee");
        JsonNode approved = json(client.get(ADMINS + "/" + request.requestId().toUpperCase(Locale.ROOT)));
        assertThat(approved.at("/accessDecision/startTime").textValue()).isEqualTo("2026-11-22T10:00:00.0000000Z");
        assertThat(approved.at("/accessDecision/endTime").textValue()).isEqualTo("2026-11-22T10:10:00.0000000Z");
        assertThat(client.get(ADMINS + "/" + new UUID(0, 1)).statusCode()).isEqualTo(404);
    }

    @Test
    void mayLeaveOutWhoDecidedAndTheRequestId() throws Exception {
        restart(FakeEpm.builder().reportsPerformer(false).rowsWithRequestId(false));
        EpmRequest request = epm.requestApplication();
        epm.console().deny(request.requestId(), "a.lee");
        JsonNode row = json(client.get(APPLICATIONS)).at("/data/0");
        assertThat(row.at("/accessDecision/status").textValue()).isEqualTo("Denied");
        assertThat(row.toString()).doesNotContain("a.lee", request.requestId());
    }

    @ParameterizedTest
    @ValueSource(strings = {"Pagination.PageNumber=%d&Pagination.PageSize=2", "pageNumber=%d&pageSize=2"})
    void pagesInBothDialects(String dialect) throws Exception {
        for (int i = 0; i < 5; i++) {
            epm.requestAdmin();
        }
        JsonNode second = json(client.get(ADMINS + "?" + String.format(dialect, 2)));
        assertThat(second.path("data")).hasSize(2);
        assertThat(second.at("/data/0/requestInfo/ticketId").textValue()).isEqualTo("EPM000003");
        assertThat(second.path("pageNumber").intValue()).isEqualTo(2);
        assertThat(second.path("pageSize").intValue()).isEqualTo(2);
        assertThat(second.path("totalRecordCount").intValue()).isEqualTo(5);
        assertThat(second.path("pageCount").intValue()).isEqualTo(3);
        assertThat(json(client.get(ADMINS + "?" + String.format(dialect, 3))).path("data"))
                .hasSize(1);
        assertThat(json(client.get(ADMINS + "?" + String.format(dialect, 4))).path("data"))
                .isEmpty();
    }

    @Test
    void mayKnowOneDialectOnly() throws Exception {
        restart(FakeEpm.builder().pagingDialects(PagingDialect.DOTTED).defaultPageSize(3));
        for (int i = 0; i < 4; i++) {
            epm.requestAdmin();
        }
        assertThat(json(client.get(ADMINS + "?pageNumber=2&pageSize=1")).path("data"))
                .hasSize(3);
        assertThat(json(client.get(ADMINS + "?pagination.pagenumber=2")).path("data"))
                .hasSize(1);
    }

    @Test
    void mayIgnoreThePageNumber() throws Exception {
        restart(FakeEpm.builder().ignoringPageNumber());
        epm.requestAdmin();
        assertThat(client.get(ADMINS + "?pageNumber=7").body())
                .isEqualTo(client.get(ADMINS).body())
                .contains("EPM000001");
    }

    @Test
    void mayWrapListsInOtherWays() throws Exception {
        restart(FakeEpm.builder().listShape(ListShape.TOTAL_COUNT));
        epm.requestAdmin();
        JsonNode counted = json(client.get(ADMINS));
        assertThat(counted.path("totalCount").intValue()).isEqualTo(1);
        assertThat(counted.has("totalRecordCount")).isFalse();
        restart(FakeEpm.builder().listShape(ListShape.BARE_ARRAY));
        epm.requestAdmin();
        assertThat(json(client.get(ADMINS)).isArray()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Pagination.PageSize=201",
                "Pagination.PageSize=0",
                "pageNumber=0",
                "pageNumber=x",
                "Sorts[0].by=nothing",
                "Sorts[0].by=createdOn&Sorts[0].order=up",
                "Filter.CreatedOn=yesterday"
            })
    void refusesQueriesThatMeanNothing(String query) throws Exception {
        epm.requestAdmin();
        HttpResponse<String> reply =
                client.get(ADMINS + "?" + query.replace("[", "%5B").replace("]", "%5D"));
        assertThat(reply.statusCode()).isEqualTo(400);
        assertThat(json(reply).path("errors")).isNotEmpty();
    }

    @Test
    void sorts() throws Exception {
        epm.requestAdmin();
        clock.advance(Duration.ofSeconds(1));
        epm.requestAdmin();
        JsonNode rows = json(client.get(ADMINS + "?Sorts%5B0%5D.by=CreatedOn&Sorts%5B0%5D.order=desc"))
                .path("data");
        assertThat(rows.at("/0/requestInfo/ticketId").textValue()).isEqualTo("EPM000002");
    }

    @Test
    void filtersAdminRequests() throws Exception {
        EpmRequest denied = epm.requestAdmin(Map.of("UserName", "ACME\\first"));
        clock.advance(Duration.ofHours(1));
        epm.requestAdmin(Map.of("UserName", "ACME\\second", "ComputerId", "6f2c1f0e-5f44-4d0b-9a51-0d1c4f0a7e03"));
        epm.console().deny(denied.requestId(), "a.lee");
        client.signIn();

        assertThat(tickets(ADMINS, "Filter.Decision=denied")).isEqualTo("[EPM000001]");
        assertThat(tickets(ADMINS, "Decision=Pending")).isEqualTo("[EPM000002]");
        assertThat(tickets(ADMINS, "ActiveOnly=true")).isEqualTo("[EPM000002]");
        assertThat(tickets(ADMINS, "ComputerId=6F2C1F0E-5f44-4d0b-9a51-0d1c4f0a7e03"))
                .isEqualTo("[EPM000002]");
        assertThat(tickets(ADMINS, "Filter.ComputerUserName=ACME%5Cfirst")).isEqualTo("[EPM000001]");
        assertThat(tickets(ADMINS, "Filter.CreatedOn=2026-11-22T10:30:00Z")).isEqualTo("[EPM000002]");
        assertThat(tickets(ADMINS, "Filter.ModifiedOn=2026-11-22T10:30:00Z")).isEqualTo("[EPM000001, EPM000002]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-11-22",
                "2026-11-22 10:00:00",
                "2026-11-22 10:00:00.0000000",
                "2026-11-22 10:00:00.0000000 +00:00",
                "2026-11-22T10:00:00Z",
                "2026-11-22T11:00:00+01:00"
            })
    void readsDatesInEveryFormThatTheDocumentsShow(String date) throws Exception {
        epm.requestApplication();
        String from = URLEncoder.encode(date, StandardCharsets.UTF_8);
        String to = URLEncoder.encode("2026-11-22 10:00:01", StandardCharsets.UTF_8);
        assertThat(json(client.get("/v1/AuthorizationRequestAudits?Filter.TimeOfRequest.SelectionMode=Range"
                                + "&Filter.TimeOfRequest.Dates=" + from + "&Filter.TimeOfRequest.Dates=" + to))
                        .path("data"))
                .hasSize(1);
    }

    @Test
    void keepsAuditsOfRequests() throws Exception {
        EpmRequest request = epm.requestApplication();
        clock.advance(Duration.ofMinutes(1));
        epm.console().deny(request.requestId(), "a.lee");
        JsonNode rows = json(client.get("/v3/AuthorizationRequestAudits")).path("data");
        assertThat(rows).hasSize(2);
        JsonNode last = rows.get(1);
        assertThat(last.path("action").textValue()).isEqualTo("Denied");
        assertThat(last.path("computerName").textValue()).isEqualTo("WS-0042");
        assertThat(last.path("created").textValue()).startsWith("2026-11-22T10:01:00");
        assertThat(last.path("timeOfRequest").textValue()).startsWith("2026-11-22T10:00:00");
        String id = last.path("id").textValue();
        assertThat(json(client.get("/v3/AuthorizationRequestAudits/" + id))).isEqualTo(last);
        assertThat(json(client.get("/v1/AuthorizationRequestAudits?Filter.TimeOfRequest.Dates=2026-11-23"))
                        .path("data"))
                .isEmpty();
    }

    @Test
    void keepsAuditsOfActivity() throws Exception {
        epm.regenerateSecret();
        client.signIn();
        JsonNode rows = json(client.get("/v3/ActivityAudits/Details?Filter.Entity=apiaccount"))
                .path("data");
        assertThat(rows).hasSize(1);
        assertThat(rows.at("/0/auditType").textValue()).isEqualTo("Update");
        assertThat(json(client.get("/v3/ActivityAudits/" + rows.at("/0/id").asText())))
                .isEqualTo(rows.get(0));
    }

    @Test
    void listsComputersAndGroups() throws Exception {
        JsonNode computers = json(client.get("/v3/Computers?pageSize=2"));
        assertThat(computers.path("data")).hasSize(2);
        assertThat(computers.path("totalRecordCount").intValue()).isEqualTo(3);
        String id = computers.at("/data/0/id").textValue();
        assertThat(json(client.get("/v3/Computers/" + id)).path("host").textValue())
                .isEqualTo("WS-0042");
        assertThat(json(client.get("/v2/Groups")).path("data")).hasSize(2);
        assertThat(client.get("/v3/Groups/nothing").statusCode()).isEqualTo(404);
    }

    private String tickets(String path, String query) throws Exception {
        return json(client.get(path + "?" + query)).findValues("ticketId").stream()
                .map(JsonNode::textValue)
                .toList()
                .toString();
    }
}
