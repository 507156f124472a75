package io.epmjit.http;

import io.epmjit.model.EpmJitException;
import io.epmjit.model.Retryability;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The server answered, but not with what was asked for. The subclass says what kind of answer it was, and
 * {@link #retryability()} what that means for the request:
 *
 * <table>
 * <caption>What an answer says of the request</caption>
 * <tr><th>answer</th><th>subclass</th><th>may be repeated</th><th>otherwise</th></tr>
 * <tr><td>401</td><td>{@link Unauthorized}</td><td>NEVER</td><td>NEVER</td></tr>
 * <tr><td>403</td><td>{@link Forbidden}</td><td>NEVER</td><td>NEVER</td></tr>
 * <tr><td>404, 410</td><td>{@link NotFound}</td><td>NEVER</td><td>NEVER</td></tr>
 * <tr><td>409</td><td>{@link Conflict}</td><td>NEVER</td><td>NEVER</td></tr>
 * <tr><td>429</td><td>{@link RateLimited}</td><td>SAFE</td><td>SAFE: what was throttled was not carried out</td></tr>
 * <tr><td>400, 405, 406, 411, 413, 414, 415, 422</td><td>{@link InvalidRequest}</td><td>NEVER</td><td>NEVER</td></tr>
 * <tr><td>5xx</td><td>{@link ServerError}</td><td>SAFE</td><td>OUTCOME_UNKNOWN: it may have failed after the work, and a
 *     gateway's 502, 503 or 504 does not tell what happened behind it</td></tr>
 * <tr><td>307, 308, other 4xx</td><td>{@link UnexpectedStatus}</td><td>NEVER</td><td>NEVER: refused without the work</td></tr>
 * <tr><td>408, any other status</td><td>{@link UnexpectedStatus}</td><td>408 SAFE, else NEVER</td><td>OUTCOME_UNKNOWN</td></tr>
 * <tr><td>2xx that cannot be read</td><td>{@link UnusableAnswer}</td><td>SAFE, later: a login or maintenance page may be
 *     gone then</td><td>OUTCOME_UNKNOWN: nobody knows who answered</td></tr>
 * </table>
 *
 * <p>"May be repeated" is {@link ApiRequest#isRepeatable()}. The message names method, path, status and the server's
 * request id, and carries {@link #detail()}.
 */
public abstract sealed class ResponseException extends EpmJitException {

    private static final long serialVersionUID = 1L;

    private final int status;
    private final @Nullable String requestId;
    private final @Nullable Duration retryAfter;
    private final @Nullable String detail;

    private ResponseException(Facts facts, Retryability retryability) {
        super(facts.message, retryability, null);
        this.status = facts.status;
        this.requestId = facts.requestId;
        this.retryAfter = facts.retryAfter;
        this.detail = facts.detail;
    }

    public final int status() {
        return status;
    }

    /** The id under which the server logged the request, where it sent one. */
    public final Optional<String> requestId() {
        return Optional.ofNullable(requestId);
    }

    /** How long the server wants to be left alone, where it said so; an hour at most. */
    public final Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }

    /** What the server said of the fault: shortened, and without what looks like a credential. Not to be acted upon. */
    public final Optional<String> detail() {
        return Optional.ofNullable(detail);
    }

    /** What every one of these knows. */
    record Facts(
            String message,
            int status,
            @Nullable String requestId,
            @Nullable Duration retryAfter,
            @Nullable String detail) {}

    /** 401: the credentials are wrong, or no longer right. */
    public static final class Unauthorized extends ResponseException {
        private static final long serialVersionUID = 1L;

        Unauthorized(Facts facts) {
            super(facts, Retryability.NEVER);
        }
    }

    /** 403: a right is missing. */
    public static final class Forbidden extends ResponseException {
        private static final long serialVersionUID = 1L;

        Forbidden(Facts facts) {
            super(facts, Retryability.NEVER);
        }
    }

    /** 404 or 410: there is no such thing, or this account may not see it. */
    public static final class NotFound extends ResponseException {
        private static final long serialVersionUID = 1L;

        NotFound(Facts facts) {
            super(facts, Retryability.NEVER);
        }
    }

    /** 409: the request does not fit what is already there. */
    public static final class Conflict extends ResponseException {
        private static final long serialVersionUID = 1L;

        Conflict(Facts facts) {
            super(facts, Retryability.NEVER);
        }
    }

    /** 429: too many requests; nothing was carried out. */
    public static final class RateLimited extends ResponseException {
        private static final long serialVersionUID = 1L;

        private final @Nullable String reason;

        RateLimited(Facts facts, @Nullable String reason) {
            super(facts, Retryability.SAFE);
            this.reason = reason;
        }

        /** Which limit was reached, in the server's own word, where it sends a {@code RateLimit-Reason} as Jira does. */
        public Optional<String> reason() {
            return Optional.ofNullable(reason);
        }
    }

    /** 400 and its kin: the request itself is at fault. */
    public static final class InvalidRequest extends ResponseException {
        private static final long serialVersionUID = 1L;

        InvalidRequest(Facts facts) {
            super(facts, Retryability.NEVER);
        }
    }

    /** 5xx: the server, or a gateway before it, failed. */
    public static final class ServerError extends ResponseException {
        private static final long serialVersionUID = 1L;

        ServerError(Facts facts, Retryability retryability) {
            super(facts, retryability);
        }
    }

    /** A status that no API of this kind should give, a redirect among them: none is ever followed. */
    public static final class UnexpectedStatus extends ResponseException {
        private static final long serialVersionUID = 1L;

        UnexpectedStatus(Facts facts, Retryability retryability) {
            super(facts, retryability);
        }
    }

    /** The status is good, but what came with it is not: an HTML page, too much, or not what the API promises. */
    public static final class UnusableAnswer extends ResponseException {
        private static final long serialVersionUID = 1L;

        UnusableAnswer(Facts facts, Retryability retryability) {
            super(facts, retryability);
        }
    }
}
