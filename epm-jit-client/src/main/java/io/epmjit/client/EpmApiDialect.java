package io.epmjit.client;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.immutables.value.Value;

/**
 * What is believed of EPM's API without its vendor's word: paths, JSON names and values that are known from working
 * third-party clients, or inferred. Everything of the kind stands here and can be overridden, should a tenant differ; its
 * own API description is at {@code https://<services host>/management-api/swagger/index.html}.
 *
 * <pre>{@code
 * EpmApiDialect.builder().applicationDecisionPath("/management-api/v3/AuthorizationRequest/notification").build();
 * }</pre>
 *
 * <p>Each accessor says where its default comes from: <em>documented</em>, <em>third-party</em> (read in a client that
 * works) or <em>inferred</em>. Immutable.
 */
@Value.Immutable
public abstract class EpmApiDialect {

    private static final EpmApiDialect KNOWN = builder().build();

    EpmApiDialect() {}

    public static Builder builder() {
        return new Builder();
    }

    /** The dialect that is known today; what a client speaks by default. */
    public static EpmApiDialect known() {
        return KNOWN;
    }

    /**
     * A member of a request as EPM reports it, and the JSON pointers under which it is looked for by default: first as
     * third-party clients read it, then as may be inferred.
     */
    public enum Field {
        REQUEST_ID("/requestInfo/requestId", "/requestId"),
        TICKET_NUMBER(
                "/requestInfo/ticketId",
                "/serviceTicket/ticketId",
                "/requestInfo/ticketNumber",
                "/ticketNumber",
                "/ticketId"),
        SYSTEM_ID("/serviceTicket/systemId", "/systemId"),
        STATUS("/accessDecision/status", "/accessDecision/decision", "/decision", "/status"),
        DURATION("/accessDecision/duration", "/duration"),
        PERFORMER("/accessDecision/decisionPerformedByUser", "/accessDecision/performedBy", "/decisionPerformedByUser"),
        DECISION_TIME("/accessDecision/decisionTime", "/decisionTime"),
        START_TIME("/accessDecision/startTime", "/startTime"),
        END_TIME("/accessDecision/endTime", "/endTime"),
        REQUESTER("/requestInfo/user", "/requestInfo/userName", "/user", "/userName"),
        REASON("/requestInfo/reason", "/reason"),
        DURATION_REQUESTED("/requestInfo/durationRequested", "/durationRequested"),
        CREATED("/requestInfo/createdOn", "/requestInfo/created", "/createdOn", "/created", "/requestInfo/timestamp"),
        MODIFIED("/requestInfo/modifiedOn", "/requestInfo/modified", "/modifiedOn", "/modified");

        @SuppressWarnings("ImmutableEnumChecker") // made by List.of
        private final List<String> pointers;

        Field(String... pointers) {
            this.pointers = List.of(pointers);
        }
    }

    /**
     * A name or word of EPM's JSON and queries for which there is no accessor of its own. The ten of an application
     * decision are documented; those of the other bodies, of lists and of audits third-party; the words of a range
     * documented for the activity audits, inferred for the rest.
     */
    public enum Name {
        APPLICATION_STATUS("status"),
        APPLICATION_DECISION("decision"),
        APPLICATION_PERFORMER("decisionPerformedByUser"),
        APPLICATION_DURATION("duration"),
        APPLICATION_REQUEST_ID("itsmRequestId"),
        APPLICATION_DECISION_TIME("decisionTime"),
        APPLICATION_MESSAGE("message"),
        APPLICATION_SYSTEM_ID("systemId"),
        APPLICATION_TICKET_ID("ticketId"),
        APPLICATION_TICKET_URL("ticketUrl"),
        ADMIN_REQUEST_ID("RequestId"),
        ADMIN_DECISION("Decision"),
        ADMIN_DURATION("Duration"),
        ADMIN_PERFORMER("DecisionPerformedByUser"),
        ADMIN_MESSAGE("Message"),
        NEW_COMPUTER_ID("computerId"),
        NEW_USER_ID("userId"),
        NEW_USER_NAME("userName"),
        NEW_REASON("reason"),
        NEW_DURATION("duration"),
        NEW_SYSTEM_ID("systemId"),
        NEW_TICKET_ID("ticketId"),
        NEW_TICKET_URL("ticketUrl"),
        /** The rows of a page that is no bare array. */
        LIST_ROWS("data"),
        LIST_TOTAL("totalRecordCount"),
        LIST_OTHER_TOTAL("totalCount"),
        LIST_PAGES("pageCount"),
        /** Follows the name of a filter by time, once for each end of the range. */
        RANGE_DATES(".Dates"),
        /** Follows the name of a filter by time. */
        RANGE_MODE(".SelectionMode"),
        /** The value of {@link #RANGE_MODE}. */
        RANGE("Range"),
        /** A JSON pointer. */
        AUDIT_ID("/id"),
        /** A JSON pointer: when an audited application request was made. */
        AUDIT_REQUEST_TIME("/timeOfRequest"),
        /** A JSON pointer: when an administrator did something. */
        AUDIT_ACTIVITY_TIME("/created");

        private final String known;

        Name(String known) {
            this.known = known;
        }
    }

    /**
     * Where tokens are given out; tried in this order, on 404 or 405 the next, and the one that answered is remembered.
     * The first is documented, the second third-party. Name a single path to fix it.
     */
    @Value.Default
    public List<String> tokenPaths() {
        return List.of("/oauth/connect/token", "/oauth/token");
    }

    /** The scope asked for with a token; none by default. {@code urn:management:api} is accepted (third-party) but not needed. */
    public abstract Optional<String> tokenScope();

    /** Where decisions on application requests go. Path third-party, body documented. */
    @Value.Default
    public String applicationDecisionPath() {
        return "/management-api/v2/AuthorizationRequest/notification";
    }

    /** Where decisions on admin requests go. Third-party. */
    @Value.Default
    public String adminDecisionPath() {
        return "/management-api/v3/AdminAccessRequest/approval";
    }

    /** One application request, by request id or ticket number. Third-party; that it takes the request id is inferred. */
    @Value.Default
    public String applicationRequestPath() {
        return "/management-api/v3/AuthorizationRequest/{}";
    }

    /** One application request by the system id that was sent with a decision. Third-party; empty to leave it untried. */
    @Value.Default
    public Optional<String> applicationRequestBySystemIdPath() {
        return Optional.of("/management-api/v2/AuthorizationRequest/{}");
    }

    /** One admin request, by request id. Third-party; that it takes a ticket number is inferred. */
    @Value.Default
    public String adminRequestPath() {
        return "/management-api/v3/AdminAccessRequest/{}";
    }

    /** All application requests. Third-party. */
    @Value.Default
    public String applicationRequestsPath() {
        return "/management-api/v3/AuthorizationRequest";
    }

    /** All admin requests, and where new ones are created. Documented. */
    @Value.Default
    public String adminRequestsPath() {
        return "/management-api/v3/AdminAccessRequest";
    }

    /** Audits of application requests. Documented for v1, third-party for v3. */
    @Value.Default
    public String authorizationRequestAuditsPath() {
        return "/management-api/v3/AuthorizationRequestAudits";
    }

    /** Audits of what administrators did. Documented. */
    @Value.Default
    public String activityAuditsPath() {
        return "/management-api/v3/ActivityAudits";
    }

    /**
     * The names of the paging parameters; the first is documented, the second third-party. The client begins with the
     * first, and when a server answers the second page with the first one again, goes over to the next.
     */
    @Value.Default
    public List<Paging> paging() {
        return List.of(Paging.of("Pagination.PageNumber", "Pagination.PageSize"), Paging.of("pageNumber", "pageSize"));
    }

    /** Rows asked for with each page. EPM's documented most is 200. */
    @Value.Default
    public int pageSize() {
        return 100;
    }

    /** The parameter that filters lists by decision. Inferred. */
    @Value.Default
    public String decisionFilter() {
        return "Filter.Decision";
    }

    /** The beginning of the parameters that filter requests by creation time ({@code .Dates} twice, {@code .SelectionMode}). Meaning documented, names inferred. */
    @Value.Default
    public String createdFilter() {
        return "Filter.CreatedOn";
    }

    /** Like {@link #createdFilter()}, for the time of the last change. */
    @Value.Default
    public String modifiedFilter() {
        return "Filter.ModifiedOn";
    }

    /** Like {@link #createdFilter()}, for the audits of what administrators did. Documented. */
    @Value.Default
    public String activityFilter() {
        return "Filter.Created";
    }

    /** Like {@link #createdFilter()}, for the audits of application requests. Third-party. */
    @Value.Default
    public String timeOfRequestFilter() {
        return "Filter.TimeOfRequest";
    }

    /** The parameter that leaves out what is over. Inferred. */
    @Value.Default
    public String activeOnlyFilter() {
        return "Filter.ActiveOnly";
    }

    /** The parameter that filters admin requests by computer. Inferred. */
    @Value.Default
    public String computerIdFilter() {
        return "Filter.ComputerId";
    }

    /** The parameter that filters admin requests by the user's SID. Inferred. */
    @Value.Default
    public String computerUserIdFilter() {
        return "Filter.ComputerUserId";
    }

    /** The parameter that filters admin requests by {@code DOMAIN\name}. Inferred. */
    @Value.Default
    public String computerUserNameFilter() {
        return "Filter.ComputerUserName";
    }

    /**
     * Where EPM's console, on its own host, shows a request: the ticket address of a decision without a ticket.
     * <code>{}</code> stands for the digits of the ticket number. Third-party.
     */
    @Value.Default
    public String consoleRequestPath() {
        return "/jit-access-management/details/{}";
    }

    /** The {@code status} sent with an application request's approval. Third-party. */
    @Value.Default
    public String approvedCode() {
        return "2000";
    }

    /** The {@code status} sent with an application request's denial. Third-party. */
    @Value.Default
    public String deniedCode() {
        return "2001";
    }

    /** The code of a pending request, where EPM reports one instead of the word. Third-party. */
    @Value.Default
    public String pendingCode() {
        return "1000";
    }

    /** The {@code duration} sent with an application request's denial, where it means nothing but must not be empty. Third-party. */
    @Value.Default
    public String denialDuration() {
        return "Once";
    }

    /** The name of the tracker's ticket id in an admin decision. Meaning documented, name inferred; empty to leave it out. */
    @Value.Default
    public Optional<String> adminSystemIdName() {
        return Optional.of("SystemId");
    }

    /** The name of the ticket number in an admin decision. Meaning documented, name inferred; empty to leave it out. */
    @Value.Default
    public Optional<String> adminTicketIdName() {
        return Optional.of("TicketId");
    }

    /** The name of the ticket's address in an admin decision. Meaning documented, name inferred; empty to leave it out. */
    @Value.Default
    public Optional<String> adminTicketUrlName() {
        return Optional.of("TicketUrl");
    }

    /**
     * Where a request's members are found in EPM's JSON: JSON pointers, tried in order, compared without regard to case.
     * An entry given here replaces the default for that member.
     */
    public abstract Map<Field, List<String>> fields();

    /** The pointers that are tried for one member. */
    public final List<String> pointers(Field field) {
        return fields().getOrDefault(field, field.pointers);
    }

    /** Names that differ from what is known; an entry given here replaces that one. */
    public abstract Map<Name, String> names();

    /** What is sent or looked for under one name. */
    public final String name(Name name) {
        return names().getOrDefault(name, name.known);
    }

    /** The names of one way to ask for a page. Immutable. */
    public static final class Paging {

        private final String number;
        private final String size;

        private Paging(String number, String size) {
            this.number = number;
            this.size = size;
        }

        public static Paging of(String pageNumberName, String pageSizeName) {
            return new Paging(pageNumberName, pageSizeName);
        }

        /** The parameter for the number of the page; the first page is 1. */
        public String pageNumberName() {
            return number;
        }

        /** The parameter for the rows of a page. */
        public String pageSizeName() {
            return size;
        }
    }

    @Value.Check
    void check() {
        if (tokenPaths().isEmpty() || paging().isEmpty()) {
            throw new IllegalArgumentException("a dialect needs at least one token path and one way of paging");
        }
        if (pageSize() < 1 || pageSize() > 200) {
            throw new IllegalArgumentException("EPM gives pages of 1 to 200 rows");
        }
    }

    /** Collects a dialect; not for use by several threads. */
    public static final class Builder extends ImmutableEpmApiDialect.Builder {
        Builder() {}
    }
}
