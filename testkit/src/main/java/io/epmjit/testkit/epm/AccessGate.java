package io.epmjit.testkit.epm;

import io.epmjit.testkit.server.ReceivedRequest;
import io.epmjit.testkit.server.Reply;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Lets calls of the management API through: within the rate limit, with a token, with the right to the area. */
final class AccessGate {

    private static final Pattern CALL =
            Pattern.compile("/management-api/(?:v\\d+/)?([^/]+).*", Pattern.CASE_INSENSITIVE);
    private static final Map<String, ApiArea> AREAS = Map.of(
            "authorizationrequest", ApiArea.JIT,
            "adminaccessrequest", ApiArea.JIT,
            "authorizationrequestaudits", ApiArea.AUDIT,
            "activityaudits", ApiArea.AUDIT,
            "computers", ApiArea.MANAGEMENT,
            "groups", ApiArea.MANAGEMENT);

    private final InstantSource clock;
    private final TokenDesk tokens;
    private final @Nullable RateLimit limit;
    private final boolean retryAfter;
    private final int statusWithoutArea;
    private final Map<ApiArea, ApiLevel> rights = new EnumMap<>(ApiArea.class);

    AccessGate(InstantSource clock, TokenDesk tokens, @Nullable RateLimit limit, boolean retryAfter, int without) {
        this.clock = clock;
        this.tokens = tokens;
        this.limit = limit;
        this.retryAfter = retryAfter;
        this.statusWithoutArea = without;
        for (ApiArea area : ApiArea.values()) {
            rights.put(area, ApiLevel.FULL_ACCESS);
        }
    }

    void grant(ApiArea area, ApiLevel level) {
        rights.put(area, level);
    }

    /** The answer for whoever must stay outside. */
    Optional<Reply> check(ReceivedRequest request) {
        Matcher call = CALL.matcher(request.path());
        if (!call.matches() || call.group(1).equalsIgnoreCase("swagger")) {
            return Optional.empty();
        }
        Optional<Duration> tooEarly = limit == null ? Optional.empty() : limit.tooEarly(clock.instant());
        if (tooEarly.isPresent()) {
            long seconds = Math.max(1, tooEarly.get().plusMillis(999).toSeconds());
            Reply reply = Reply.status(429);
            return Optional.of(retryAfter ? reply.header("Retry-After", Long.toString(seconds)) : reply);
        }
        if (!hasToken(request)) {
            return Optional.of(Reply.status(401).header("WWW-Authenticate", "Bearer error=\"invalid_token\""));
        }
        ApiArea area = AREAS.get(call.group(1).toLowerCase(Locale.ROOT));
        return area == null ? Optional.empty() : checkRight(area, request);
    }

    private boolean hasToken(ReceivedRequest request) {
        String header = request.header("Authorization").orElse("");
        return header.regionMatches(true, 0, "Bearer ", 0, 7)
                && tokens.accepts(header.substring(7).strip());
    }

    private Optional<Reply> checkRight(ApiArea area, ReceivedRequest request) {
        return switch (rights.getOrDefault(area, ApiLevel.NO_ACCESS)) {
            case FULL_ACCESS -> Optional.empty();
            case READ_ONLY -> request.method().equals("GET") ? Optional.empty() : Optional.of(Reply.status(403));
            case NO_ACCESS -> Optional.of(Reply.status(statusWithoutArea));
        };
    }
}
