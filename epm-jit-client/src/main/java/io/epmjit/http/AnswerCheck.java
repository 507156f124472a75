package io.epmjit.http;

import io.epmjit.http.ResponseException.Facts;
import io.epmjit.model.Retryability;
import io.epmjit.webhook.Secret;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import okhttp3.MediaType;
import org.jspecify.annotations.Nullable;

/** Judges answers: which may be read at all, and what the others mean for the request. */
final class AnswerCheck {

    private static final Duration LONGEST_RETRY_AFTER = Duration.ofHours(1);
    private static final int LONGEST_DETAIL = 300;
    private static final String PAGE = "is an HTML page: a login page or a proxy answered instead of the API";
    private static final String REDIRECT = "a redirect, which is never followed: check the address";
    private static final Set<Charset> CHARSETS =
            Set.of(StandardCharsets.UTF_8, StandardCharsets.US_ASCII, StandardCharsets.ISO_8859_1);
    private static final List<String> REQUEST_ID_HEADERS =
            List.of("x-request-id", "request-id", "x-correlation-id", "atl-traceid", "x-arequestid");
    private static final Pattern REQUEST_ID = Pattern.compile("[A-Za-z0-9._:-]{1,128}");
    private static final Pattern REASON = Pattern.compile("[a-z0-9-]{1,64}");
    private static final Pattern LIKE_A_CREDENTIAL = Pattern.compile("[A-Za-z0-9+/=_.~-]{24,}");
    private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{Cntrl}\\p{Cf}\\p{Z}]+");

    private final String name;
    private final ErrorDetail errorDetail;
    private final InstantSource clock;

    AnswerCheck(String name, ErrorDetail errorDetail, InstantSource clock) {
        this.name = name;
        this.errorDetail = errorDetail;
        this.clock = clock;
    }

    String name() {
        return name;
    }

    static Charset charsetOrUtf8(Optional<MediaType> type) {
        return type.map(t -> t.charset(StandardCharsets.UTF_8)).orElse(StandardCharsets.UTF_8);
    }

    /** Refuses a good status whose body is of another kind than was asked for, before any of it is read. */
    void requireReadable(ApiRequest request, int status, Map<String, List<String>> headers, Optional<MediaType> type) {
        if (type.isEmpty()) {
            return; // no body, or one that its reader will judge
        }
        String mediaType = (type.get().type() + "/" + type.get().subtype()).toLowerCase(Locale.ROOT);
        if (mediaType.equals("text/html") && !request.accepted().contains(mediaType)) {
            throw unusable(request, status, headers, PAGE);
        }
        boolean json = mediaType.endsWith("+json") && request.accepted().contains("application/json");
        if (!json
                && !request.accepted().contains(mediaType)
                && !request.accepted().contains("*/*")) {
            throw unusable(
                    request,
                    status,
                    headers,
                    "has another content type than " + request.accepted().get(0));
        }
        if (!CHARSETS.contains(charsetOrUtf8(type)) || unknownCharset(type.get())) {
            throw unusable(request, status, headers, "has a charset other than UTF-8");
        }
    }

    /** Refuses a web page that does not say it is one: a portal's page must not pass for an acknowledgement. */
    void requireNoMarkup(ApiRequest request, int status, Map<String, List<String>> headers, byte[] body) {
        boolean askedFor = request.accepted().stream()
                .anyMatch(type -> type.equals("*/*") || type.endsWith("html") || type.endsWith("xml"));
        if (!askedFor && firstVisible(body) == '<') {
            throw unusable(request, status, headers, PAGE);
        }
    }

    /** Zero if there is nothing but white space, or a byte order mark, which Latin-1 shows as three letters. */
    private static char firstVisible(byte[] body) {
        String beginning = new String(body, 0, Math.min(body.length, 1024), StandardCharsets.ISO_8859_1);
        String text = (beginning.startsWith("\u00ef\u00bb\u00bf") ? beginning.substring(3) : beginning).strip();
        return text.isEmpty() ? 0 : text.charAt(0);
    }

    private static boolean unknownCharset(MediaType type) {
        return type.parameter("charset") != null && type.charset() == null;
    }

    ResponseException tooLong(ApiRequest request, int status, Map<String, List<String>> headers) {
        return unusable(
                request,
                status,
                headers,
                "is longer than the " + request.answerLimit() + " bytes that are read at most");
    }

    ResponseException unusable(ApiRequest request, ApiResponse answer, String why) {
        return unusable(request, answer.status(), answer.headers(), why);
    }

    ResponseException unusable(ApiRequest request, int status, Map<String, List<String>> headers, String why) {
        return new ResponseException.UnusableAnswer(
                new Facts(
                        name + ": " + request + ": the answer (" + status + ") " + why + afterthought(request),
                        status,
                        requestId(headers),
                        null,
                        null),
                unlessRepeatable(request, Retryability.SAFE));
    }

    /** The exception for an answer whose status is not a good one; for the mapping see {@link ResponseException}. */
    ResponseException error(ApiRequest request, ApiResponse answer, Optional<Secret> credential) {
        Meaning meaning = words -> facts(request, answer, credential, words);
        return switch (answer.status()) {
            case 401 -> new ResponseException.Unauthorized(meaning.of("the credentials were refused"));
            case 403 -> new ResponseException.Forbidden(meaning.of("the account lacks a right for this call"));
            case 404, 410 ->
                new ResponseException.NotFound(meaning.of("there is no such thing, or the account may not see it"));
            case 409 -> new ResponseException.Conflict(meaning.of("the request does not fit what is already there"));
            case 429 ->
                new ResponseException.RateLimited(
                        meaning.of("too many requests, this one was not carried out: try again later"),
                        answer.header("RateLimit-Reason")
                                .filter(reason -> REASON.matcher(reason).matches())
                                .orElse(null));
            case 400, 405, 406, 411, 413, 414, 415, 422 ->
                new ResponseException.InvalidRequest(meaning.of("the request is not valid"));
            case 307, 308 -> new ResponseException.UnexpectedStatus(meaning.of(REDIRECT), Retryability.NEVER);
            case 408 ->
                new ResponseException.UnexpectedStatus(
                        meaning.of("the server gave up waiting" + afterthought(request)),
                        unlessRepeatable(request, Retryability.SAFE));
            default -> errorByRange(request, answer.status(), meaning);
        };
    }

    private static ResponseException errorByRange(ApiRequest request, int status, Meaning meaning) {
        if (status >= 500) {
            return new ResponseException.ServerError(
                    meaning.of("the server failed" + afterthought(request)),
                    unlessRepeatable(request, Retryability.SAFE));
        }
        if (status >= 400) {
            return new ResponseException.UnexpectedStatus(meaning.of("refused"), Retryability.NEVER);
        }
        return new ResponseException.UnexpectedStatus(
                meaning.of((status >= 300 ? REDIRECT : "an unexpected status") + afterthought(request)),
                unlessRepeatable(request, Retryability.NEVER));
    }

    private static Retryability unlessRepeatable(ApiRequest request, Retryability ofRepeatable) {
        return request.isRepeatable() ? ofRepeatable : Retryability.OUTCOME_UNKNOWN;
    }

    /** What every exception knows, given what the status means in words. */
    private interface Meaning {
        Facts of(String words);
    }

    private static String afterthought(ApiRequest request) {
        return request.isRepeatable() ? "" : "; the request may have been carried out: look before you repeat it";
    }

    private Facts facts(ApiRequest request, ApiResponse answer, Optional<Secret> credential, String meaning) {
        @Nullable String requestId = requestId(answer.headers());
        @Nullable String detail = detail(answer, credential);
        String message = name + ": " + request + " was answered " + answer.status()
                + (requestId == null ? "" : " (request id " + requestId + ")") + ": " + meaning
                + (detail == null ? "" : ": " + detail);
        return new Facts(message, answer.status(), requestId, retryAfter(answer.headers()), detail);
    }

    private @Nullable String detail(ApiResponse answer, Optional<Secret> credential) {
        try {
            return errorDetail
                    .read(answer)
                    .map(text -> presentable(text, credential))
                    .filter(text -> !text.isBlank())
                    .orElse(null);
        } catch (RuntimeException unreadable) {
            return null;
        }
    }

    private static String presentable(String text, Optional<Secret> credential) {
        String shown = text;
        if (credential.isPresent()) {
            String value = credential.get().reveal();
            shown = shown.replace(value.substring(value.indexOf(' ') + 1), "…");
        }
        shown = UNPRINTABLE.matcher(shown).replaceAll(" ").strip();
        shown = LIKE_A_CREDENTIAL.matcher(shown).replaceAll("…");
        return shown.length() <= LONGEST_DETAIL ? shown : shown.substring(0, LONGEST_DETAIL) + "…";
    }

    private static @Nullable String requestId(Map<String, List<String>> headers) {
        return REQUEST_ID_HEADERS.stream()
                .flatMap(header -> headers.containsKey(header) ? headers.get(header).stream() : Stream.empty())
                .filter(id -> REQUEST_ID.matcher(id).matches())
                .findFirst()
                .orElse(null);
    }

    /** Seconds or a date, as the standard has it; anything else counts as not said. */
    private @Nullable Duration retryAfter(Map<String, List<String>> headers) {
        List<String> values = headers.getOrDefault("Retry-After", List.of());
        if (values.isEmpty()) {
            return null;
        }
        String value = values.get(0).strip();
        if (value.matches("\\d{1,9}")) {
            return capped(Duration.ofSeconds(Long.parseLong(value)));
        }
        try {
            Instant until = ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            return capped(Duration.between(clock.instant(), until));
        } catch (DateTimeParseException neither) {
            return null;
        }
    }

    private static Duration capped(Duration asked) {
        if (asked.isNegative()) {
            return Duration.ZERO;
        }
        return asked.compareTo(LONGEST_RETRY_AFTER) > 0 ? LONGEST_RETRY_AFTER : asked;
    }
}
