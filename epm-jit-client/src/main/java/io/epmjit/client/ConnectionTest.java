package io.epmjit.client;

import io.epmjit.client.EpmApiDialect.Paging;
import io.epmjit.http.AccessTokenException;
import io.epmjit.http.ApiRequest;
import io.epmjit.http.ApiResponse;
import io.epmjit.http.CallOptions;
import io.epmjit.http.ConnectionStatus;
import io.epmjit.http.ConnectionStatus.Finding;
import io.epmjit.http.HttpPipeline;
import io.epmjit.http.ResponseException;
import io.epmjit.http.TransportException;
import io.epmjit.model.EpmJitException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Tries a connection, and says in an administrator's words what is wrong with it. */
final class ConnectionTest {

    private static final Duration TOLERATED_CLOCK_DIFFERENCE = Duration.ofMinutes(5);

    private final HttpPipeline pipeline;
    private final EpmApiDialect dialect;
    private final EpmAddress address;
    private final InstantSource clock;

    ConnectionTest(HttpPipeline pipeline, EpmApiDialect dialect, EpmAddress address, InstantSource clock) {
        this.pipeline = pipeline;
        this.dialect = dialect;
        this.address = address;
        this.clock = clock;
    }

    ConnectionStatus reading(CallOptions options) {
        Paging names = dialect.paging().get(0);
        ApiRequest oneRow = ApiRequest.get(dialect.adminRequestsPath())
                .query(names.pageNumberName(), "1")
                .query(names.pageSizeName(), "1")
                .build();
        try {
            ApiResponse answer = pipeline.execute(oneRow, options);
            if (Pages.rows(Json.of(pipeline, oneRow, answer), dialect).isEmpty()) {
                throw pipeline.unusable(oneRow, answer, "is no page of a list");
            }
            return clocksOf(answer).orElseGet(ConnectionStatus::ok);
        } catch (EpmJitException failure) {
            return fault(failure, "JIT: Read Only (JIT: Full Access to decide)");
        }
    }

    ConnectionStatus deciding(CallOptions options) {
        ApiRequest nothing = ApiRequest.post(dialect.applicationDecisionPath())
                .json(Json.object(Map.of()))
                .build();
        try {
            ApiResponse answer = pipeline.execute(nothing, options);
            return ConnectionStatus.fault(
                    Finding.FAILING,
                    "EPM: a decision without a single field was not refused but answered " + answer.status()
                            + ": whether the API account may decide cannot be told");
        } catch (ResponseException failure) {
            boolean refusedAsInvalid = failure.status() == 400 || failure.status() == 422;
            return refusedAsInvalid ? ConnectionStatus.ok() : fault(failure, "JIT: Full Access");
        } catch (EpmJitException failure) {
            return fault(failure, "JIT: Full Access");
        }
    }

    private Optional<ConnectionStatus> clocksOf(ApiResponse answer) {
        try {
            return answer.header("Date")
                    .map(date -> ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME)
                            .toInstant())
                    .map(theirs -> Duration.between(theirs, clock.instant()))
                    .filter(ahead -> ahead.abs().compareTo(TOLERATED_CLOCK_DIFFERENCE) > 0)
                    .map(ahead -> ConnectionStatus.fault(
                            Finding.CLOCK,
                            "This machine's clock is " + ahead.abs().toMinutes() + " minutes "
                                    + (ahead.isNegative() ? "behind" : "ahead of")
                                    + " EPM's: the times of decisions would be wrong. Set it by a time server (NTP)."));
        } catch (DateTimeException unreadable) {
            return Optional.empty();
        }
    }

    private ConnectionStatus fault(EpmJitException failure, String right) {
        if (failure instanceof TransportException lost) {
            return switch (lost.problem()) {
                case TLS -> ConnectionStatus.fault(Finding.TLS, words(lost));
                case UNKNOWN_HOST, NO_CONNECTION ->
                    ConnectionStatus.fault(Finding.UNREACHABLE, words(lost) + suggestion());
                default -> ConnectionStatus.fault(Finding.UNREACHABLE, words(lost));
            };
        }
        if (failure instanceof AccessTokenException token) {
            return tokenFault(token);
        }
        return failure instanceof ResponseException answer
                ? apiFault(answer, right)
                : ConnectionStatus.fault(Finding.FAILING, words(failure));
    }

    private ConnectionStatus tokenFault(AccessTokenException token) {
        int status = token.status().orElse(0);
        boolean redirected = status >= 300 && status < 400;
        if (token.getCause() instanceof ResponseException.UnusableAnswer
                || redirected
                || status == 404
                || status == 405) {
            return ConnectionStatus.fault(Finding.WRONG_HOST, words(token) + suggestion());
        }
        return ConnectionStatus.fault(
                status == 400 || status == 401 ? Finding.WRONG_CREDENTIALS : Finding.FAILING, words(token));
    }

    /** A token came, so the credentials are good: what is refused now is refused for want of a right. */
    private ConnectionStatus apiFault(ResponseException answer, String right) {
        return switch (answer.status()) {
            case 401, 403 ->
                ConnectionStatus.fault(
                        Finding.MISSING_RIGHT,
                        "The credentials are good, but the API account lacks the right " + right
                                + ". Give it in EPM's console: Configuration > API Settings, edit the API account, area"
                                + " JIT (formerly URM), then save. (EPM answered " + answer.status() + ".)");
            case 404, 405, 301, 302, 303, 307, 308 -> noApi(answer);
            default ->
                answer instanceof ResponseException.UnusableAnswer
                        ? noApi(answer)
                        : ConnectionStatus.fault(Finding.FAILING, words(answer));
        };
    }

    private ConnectionStatus noApi(ResponseException answer) {
        return ConnectionStatus.fault(
                Finding.WRONG_HOST,
                address.host() + " gives out tokens, but has no EPM management API where it should be (" + words(answer)
                        + ")." + suggestion());
    }

    private static String words(EpmJitException failure) {
        return Objects.requireNonNull(failure.getMessage());
    }

    private String suggestion() {
        return address.suggestion()
                .map(host -> " EPM's services host usually is <tenant>-services.<domain>: is it " + host + "?")
                .orElse("");
    }
}
