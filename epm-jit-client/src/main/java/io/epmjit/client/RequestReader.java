package io.epmjit.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.epmjit.client.EpmApiDialect.Name;
import io.epmjit.http.ApiRequest;
import io.epmjit.http.ApiResponse;
import io.epmjit.http.CallOptions;
import io.epmjit.http.HttpPipeline;
import io.epmjit.http.ResponseException;
import io.epmjit.model.JitRequestRef;
import io.epmjit.model.RequestKind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads requests one by one, in lists, and audits. */
final class RequestReader {

    /** By one of these EPM may say that it does not read by that kind of id. */
    private static final Set<Integer> NOT_THIS_WAY = Set.of(400, 403, 404, 405, 410, 422);

    /** By one of these for every kind of id EPM says that it does not let the request be read. */
    private static final Set<Integer> NOT_AT_ALL = Set.of(403, 404, 405);

    private static final Instant LONG_AGO = Instant.parse("2000-01-01T00:00:00Z");
    private static final Instant FAR_AHEAD = Instant.parse("2100-01-01T00:00:00Z");

    private final HttpPipeline pipeline;
    private final EpmApiDialect dialect;

    RequestReader(HttpPipeline pipeline, EpmApiDialect dialect) {
        this.pipeline = pipeline;
        this.dialect = dialect;
    }

    RequestState read(JitRequestRef request, String systemId, CallOptions options) {
        List<Way> ways = new ArrayList<>();
        ways.add(new Way("request id", path(request.kind()), request.requestId(), state -> isNot(state, request)));
        request.ticketNumber()
                .ifPresent(number -> ways.add(byTicketNumber(request.kind(), number, state -> isNot(state, request))));
        if (request.kind() == RequestKind.APPLICATION) {
            dialect.applicationRequestBySystemIdPath()
                    .ifPresent(path -> ways.add(new Way(
                            "system id",
                            path,
                            systemId,
                            state -> isNot(state, request) || isNumberedOtherThan(state, request.ticketNumber()))));
        }
        return firstReadable(request.kind(), Optional.of(request.requestId()), request.ticketNumber(), ways, options);
    }

    RequestState readByTicketNumber(RequestKind kind, String number, CallOptions options) {
        List<Way> ways = List.of(byTicketNumber(kind, number, state -> false));
        return firstReadable(kind, Optional.empty(), Optional.of(number), ways, options);
    }

    private Way byTicketNumber(RequestKind kind, String number, Predicate<RequestState> foreign) {
        return new Way(
                "ticket number",
                path(kind),
                number,
                state -> foreign.test(state) || isNumberedOtherThan(state, Optional.of(number)));
    }

    private String path(RequestKind kind) {
        return kind == RequestKind.ADMIN ? dialect.adminRequestPath() : dialect.applicationRequestPath();
    }

    private static boolean isNot(RequestState state, JitRequestRef request) {
        return state.requestId()
                .filter(id -> !id.equalsIgnoreCase(request.requestId()))
                .isPresent();
    }

    private static boolean isNumberedOtherThan(RequestState state, Optional<String> number) {
        return number.isPresent()
                && state.ticketNumber()
                        .filter(other -> !other.equalsIgnoreCase(number.get()))
                        .isPresent();
    }

    private RequestState firstReadable(
            RequestKind kind,
            Optional<String> requestId,
            Optional<String> ticketNumber,
            List<Way> ways,
            CallOptions options) {
        List<String> whyNot = new ArrayList<>();
        @Nullable ResponseException unclear = null;
        for (Way way : ways) {
            ApiRequest request = ApiRequest.get(way.path, way.id).build();
            try {
                ApiResponse answer = pipeline.execute(request, options);
                RequestState state = state(kind, request, answer);
                if (!way.foreign.test(state)) {
                    return RequestState.builder()
                            .from(state)
                            .requestId(state.requestId().or(() -> requestId))
                            .ticketNumber(state.ticketNumber().or(() -> ticketNumber))
                            .build();
                }
                unclear = pipeline.unusable(request, answer, "is about another request than was asked for");
            } catch (ResponseException refusal) {
                if (!NOT_THIS_WAY.contains(refusal.status())) {
                    throw refusal;
                }
                unclear = NOT_AT_ALL.contains(refusal.status()) ? unclear : refusal;
                whyNot.add("by " + way.name + ": " + refusal.status());
            }
        }
        if (unclear != null) {
            throw unclear; // it may be readable after all, so nobody may go on as if it were not
        }
        return RequestState.builder()
                .kind(kind)
                .requestId(requestId)
                .ticketNumber(ticketNumber)
                .status(RequestState.UNKNOWN)
                .unreadable("EPM does not let this request be read (" + String.join("; ", whyNot)
                        + "): with 403 give the API account JIT: Read Only or more, with 404 it may be gone")
                .build();
    }

    private RequestState state(RequestKind kind, ApiRequest request, ApiResponse answer) {
        RequestState state = RequestRow.read(dialect, kind, Json.of(pipeline, request, answer));
        boolean saysSomething = !state.status().equals(RequestState.UNKNOWN)
                || state.requestId().isPresent()
                || state.ticketNumber().isPresent();
        if (!saysSomething) {
            throw pipeline.unusable(request, answer, "holds nothing of a request that is known by name");
        }
        return state;
    }

    Stream<RequestState> list(RequestKind kind, RequestFilter filter, CallOptions options) {
        String path = kind == RequestKind.ADMIN ? dialect.adminRequestsPath() : dialect.applicationRequestsPath();
        return Pages.stream(pipeline, path, parameters(filter), dialect, options)
                .map(row -> RequestRow.read(dialect, kind, row))
                .filter(filter::admits);
    }

    Stream<AuditEntry> audits(
            String path, String timeFilter, String timePointer, AuditFilter filter, CallOptions options) {
        List<Map.Entry<String, String>> parameters = new ArrayList<>();
        addRange(parameters, timeFilter, filter.since(), filter.until());
        parameters.addAll(filter.parameters().entrySet());
        return Pages.stream(pipeline, path, parameters, dialect, options)
                .map(row -> audit(row, timePointer))
                .filter(filter::admits);
    }

    private List<Map.Entry<String, String>> parameters(RequestFilter filter) {
        List<Map.Entry<String, String>> parameters = new ArrayList<>();
        filter.decision().ifPresent(status -> parameters.add(Map.entry(dialect.decisionFilter(), status.value())));
        addRange(parameters, dialect.createdFilter(), filter.createdFrom(), filter.createdUntil());
        addRange(parameters, dialect.modifiedFilter(), filter.modifiedFrom(), filter.modifiedUntil());
        if (filter.activeOnly()) {
            parameters.add(Map.entry(dialect.activeOnlyFilter(), "true"));
        }
        filter.computerId().ifPresent(id -> parameters.add(Map.entry(dialect.computerIdFilter(), id)));
        filter.computerUserId().ifPresent(id -> parameters.add(Map.entry(dialect.computerUserIdFilter(), id)));
        filter.computerUserName().ifPresent(name -> parameters.add(Map.entry(dialect.computerUserNameFilter(), name)));
        return parameters;
    }

    /** EPM's ranges have two ends; the one that is not asked for is set where it excludes nothing. */
    private void addRange(
            List<Map.Entry<String, String>> parameters, String name, Optional<Instant> from, Optional<Instant> until) {
        if (from.isPresent() || until.isPresent()) {
            parameters.add(Map.entry(name + dialect.name(Name.RANGE_DATES), EpmTimes.from(from.orElse(LONG_AGO))));
            parameters.add(Map.entry(name + dialect.name(Name.RANGE_DATES), EpmTimes.until(until.orElse(FAR_AHEAD))));
            parameters.add(Map.entry(name + dialect.name(Name.RANGE_MODE), dialect.name(Name.RANGE)));
        }
    }

    private AuditEntry audit(JsonNode row, String timePointer) {
        Map<String, String> members = RequestRow.flat(row);
        return AuditEntry.builder()
                .id(Optional.ofNullable(members.get(dialect.name(Name.AUDIT_ID))))
                .time(Optional.ofNullable(members.get(timePointer)).flatMap(EpmTimes::read))
                .putAllMembers(members)
                .build();
    }

    /** One kind of id by which a request may be read, and how to tell that another one came. */
    private static final class Way {

        final String name;
        final String path;
        final String id;
        final Predicate<RequestState> foreign;

        Way(String name, String path, String id, Predicate<RequestState> foreign) {
            this.name = name;
            this.path = path;
            this.id = id;
            this.foreign = foreign;
        }
    }
}
