package io.epmjit.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.epmjit.http.AccessTokenException;
import io.epmjit.http.ApiRequest;
import io.epmjit.http.ApiResponse;
import io.epmjit.http.Authorizer;
import io.epmjit.http.CallOptions;
import io.epmjit.http.HttpPipeline;
import io.epmjit.http.ResponseException;
import io.epmjit.http.TransportException;
import io.epmjit.model.EpmJitException;
import io.epmjit.model.Retryability;
import io.epmjit.webhook.Secret;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Access tokens by client credentials: fetched when first needed, kept, fetched anew ahead of their end, and dropped
 * when refused. However many threads want one, one request is on its way.
 *
 * <p>Deliberately without a {@code toString}: there is nothing in here to be shown.
 */
final class TokenSource implements Authorizer {

    private static final Logger LOG = LoggerFactory.getLogger(TokenSource.class);

    /** What is assumed of a token that does not say how long it lives. */
    private static final Duration DEFAULT_LIFE = Duration.ofHours(1);

    /** A token is no longer used this long before its end: it must outlive its journey. */
    private static final Duration SAFETY = Duration.ofSeconds(10);

    /** From this long before its end on, a new one is fetched while the old one still serves. */
    private static final Duration AHEAD = Duration.ofMinutes(2);

    /** Fetching ahead of time takes no longer than this, and no more than a third of the time that its call has. */
    private static final Duration PATIENCE_AHEAD = Duration.ofSeconds(5);

    /** Whoever wants the token repeats his call if that is safe, and asks for a token again then. */
    private static final CallOptions ONCE = CallOptions.defaults().withAttempts(1);

    /** By so much a timer may seem to fire too early. */
    private static final Duration TIMER_SLACK = Duration.ofMillis(100);

    /** However many calls are refused, a token is dropped no more often than this. */
    private static final Duration BETWEEN_DROPS = Duration.ofSeconds(5);

    private static final long LONGEST_LIFE = Duration.ofDays(1).toSeconds();

    private static final Pattern USABLE = Pattern.compile("[\\x21-\\x7e]{1,16384}");

    private final HttpPipeline pipeline;
    private final EpmApiDialect dialect;
    private final String clientId;
    private final Supplier<Secret> clientSecret;
    private final InstantSource clock;
    private final AtomicReference<@Nullable Token> current = new AtomicReference<>();
    private final AtomicReference<@Nullable CompletableFuture<Token>> underWay = new AtomicReference<>();
    private volatile @Nullable String answeringPath;
    private volatile @Nullable Instant lastDrop;

    /** @param pipeline to the token endpoint, without an authorizer */
    TokenSource(
            HttpPipeline pipeline,
            EpmApiDialect dialect,
            String clientId,
            Supplier<Secret> clientSecret,
            InstantSource clock) {
        this.pipeline = pipeline;
        this.dialect = dialect;
        this.clientId = clientId;
        this.clientSecret = clientSecret;
        this.clock = clock;
    }

    @Override
    public Optional<Secret> authorization(Instant deadline) {
        Token token = current.get();
        Instant now = clock.instant();
        if (token == null || token.isOver(now)) {
            return Optional.of(fetched(deadline).header);
        }
        if (token.isAging(now) && underWay.get() == null) {
            return Optional.of(fetchedAhead(token, deadline).header);
        }
        return Optional.of(token.header);
    }

    /** EPM answers 401 for a missing right too, where fresh tokens help nothing: so one that replaced a refused one stays. */
    @Override
    public boolean refused(Secret value) {
        Token token = current.get();
        if (token == null || !token.header.equals(value)) {
            return true;
        }
        Instant now = clock.instant();
        Instant last = lastDrop;
        if (last != null && now.isBefore(last.plus(BETWEEN_DROPS))) {
            return false;
        }
        if (current.compareAndSet(token, null)) {
            lastDrop = now;
        }
        return true;
    }

    /** The old token still serves, so whatever goes wrong here waits until it no longer does. */
    private Token fetchedAhead(Token old, Instant deadline) {
        Instant now = clock.instant();
        Duration spare = shorter(PATIENCE_AHEAD, Duration.between(now, deadline).dividedBy(3));
        try {
            return fetched(now.plus(spare));
        } catch (EpmJitException failure) {
            LOG.debug("EPM: no new token ahead of time, the present one is used on: {}", failure.getMessage());
            current.compareAndSet(old, old.notAgingBefore(clock.instant().plus(SAFETY)));
            return old;
        }
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    /** Fetches a token, or waits for the one that another thread is fetching. */
    private Token fetched(Instant deadline) {
        while (true) {
            CompletableFuture<Token> mine = new CompletableFuture<>();
            CompletableFuture<Token> first = underWay.compareAndExchange(null, mine);
            if (first == null) {
                return fetch(mine, deadline);
            }
            Optional<Token> theirs = await(first, deadline);
            if (theirs.isPresent()) {
                return theirs.get();
            }
        }
    }

    private Token fetch(CompletableFuture<Token> result, Instant deadline) {
        try {
            // Somebody may have come back with one between our look and our turn.
            Token present = current.get();
            Token token =
                    present != null && !present.isAging(clock.instant()) ? present : requestWithRotation(deadline);
            current.set(token);
            underWay.set(null);
            result.complete(token);
            return token;
        } catch (RuntimeException | Error failure) {
            underWay.set(null);
            if (isOfThisCallAlone(failure, deadline)) {
                result.cancel(false);
            } else {
                result.completeExceptionally(failure);
            }
            throw failure;
        }
    }

    /** What ended this call by its own doing says nothing to those who wait for the same token. */
    private boolean isOfThisCallAlone(Throwable failure, Instant deadline) {
        return failure instanceof TransportException lost
                && switch (lost.problem()) {
                    case CANCELLED, RATE_LIMIT -> true;
                    case TIMEOUT -> !clock.instant().plus(TIMER_SLACK).isBefore(deadline);
                    default -> false;
                };
    }

    /** Empty if whoever fetched it gave up for a reason of his own: then it is our turn. */
    private Optional<Token> await(CompletableFuture<Token> theirs, Instant deadline) {
        try {
            long left = Math.max(0, Duration.between(clock.instant(), deadline).toMillis());
            return Optional.of(theirs.get(left, TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw AccessTokenException.missing("EPM: interrupted while another thread fetched an access token", e);
        } catch (TimeoutException e) {
            throw AccessTokenException.missing("EPM: no access token came before the call's deadline", e);
        } catch (CancellationException e) {
            return Optional.empty();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException failure ? failure : new IllegalStateException(e);
        }
    }

    private Token requestWithRotation(Instant deadline) {
        Secret secret = clientSecret();
        try {
            return request(secret, deadline);
        } catch (AccessTokenException refused) {
            Secret rotated = clientSecret();
            if (refused.retryability() == Retryability.NEVER && !rotated.equals(secret)) {
                return request(rotated, deadline);
            }
            throw refused;
        }
    }

    private Secret clientSecret() {
        try {
            return Objects.requireNonNull(clientSecret.get());
        } catch (RuntimeException foreign) {
            throw AccessTokenException.noCredential("EPM: the client secret could not be had ("
                    + foreign.getClass().getSimpleName() + "): check the vault or file that it is read from");
        }
    }

    /** Asks the paths in turn; one that is not there says so with 404 or 405. */
    private Token request(Secret secret, Instant deadline) {
        @Nullable ResponseException absent = null;
        for (String path : candidates()) {
            ApiRequest request = request(path, secret);
            Instant asked = clock.instant();
            try {
                ApiResponse answer = pipeline.execute(request, ONCE.withDeadline(deadline));
                Token token = token(request, answer, asked);
                answeringPath = path;
                return token;
            } catch (ResponseException failure) {
                if (failure.status() != 404 && failure.status() != 405) {
                    throw refusal(failure);
                }
                absent = failure;
            }
        }
        throw AccessTokenException.refused(
                "EPM: this host gives out no access tokens (" + String.join(" and ", dialect.tokenPaths())
                        + " are not there): check that it is the services host, <tenant>-services.<domain>",
                "",
                unlessItWorkedBefore(),
                Objects.requireNonNull(absent));
    }

    private List<String> candidates() {
        String known = answeringPath;
        if (known == null) {
            return dialect.tokenPaths();
        }
        return Stream.concat(Stream.of(known), dialect.tokenPaths().stream().filter(path -> !path.equals(known)))
                .toList();
    }

    private ApiRequest request(String path, Secret secret) {
        Map<String, String> form = new LinkedHashMap<>();
        form.put("grant_type", "client_credentials");
        form.put("client_id", clientId);
        form.put("client_secret", secret.reveal());
        dialect.tokenScope().ifPresent(scope -> form.put("scope", scope));
        return ApiRequest.post(path).form(form).repeatable().urgent().build();
    }

    private AccessTokenException refusal(ResponseException failure) {
        int status = failure.status();
        String code = failure.detail().orElse("");
        if (failure instanceof ResponseException.UnusableAnswer) {
            return AccessTokenException.refused(
                    "EPM: the token endpoint answered, but not with a token: check that host is the services host,"
                            + " <tenant>-services.<domain>, and that no login page or proxy is in the way",
                    code,
                    Retryability.SAFE,
                    failure);
        }
        if (failure.retryability() == Retryability.SAFE) {
            return AccessTokenException.refused(
                    "EPM: the token endpoint is failing (" + status + "): try again later",
                    code,
                    Retryability.SAFE,
                    failure);
        }
        if (status == 400 || status == 401) {
            return AccessTokenException.refused(credentialWords(status, code), code, Retryability.NEVER, failure);
        }
        String words = status >= 300 && status < 400
                ? "EPM: this host sends token requests elsewhere (" + status
                        + "), which is never followed: check that it is the services host, <tenant>-services.<domain>"
                : "EPM: the token endpoint answered " + status
                        + " and gave no token: check whether a firewall or proxy is in the way, and EPM's own status";
        return AccessTokenException.refused(words, code, unlessItWorkedBefore(), failure);
    }

    private static String credentialWords(int status, String code) {
        return switch (code) {
            case "invalid_scope" ->
                "EPM: the token's scope was refused (" + status
                        + ", invalid_scope): set EpmApiDialect.tokenScope to what this EPM wants, or leave it unset";
            case "unsupported_grant_type" ->
                "EPM: this host gives no tokens for client credentials (" + status
                        + ", unsupported_grant_type): check that it is the services host, <tenant>-services.<domain>";
            default ->
                "EPM: client id or client secret was refused (" + status + (code.isEmpty() ? "" : ", " + code)
                        + "): compare both with the API account in EPM's console under Configuration > API Settings;"
                        + " a secret that was regenerated there must be entered here anew";
        };
    }

    /** Where tokens came from once, they will come from again: it is no wrong setting that stands in the way. */
    private Retryability unlessItWorkedBefore() {
        return answeringPath == null ? Retryability.NEVER : Retryability.SAFE;
    }

    private Token token(ApiRequest request, ApiResponse answer, Instant asked) {
        JsonNode json = Json.of(pipeline, request, answer);
        String value = json.path("access_token").textValue();
        if (value == null || !USABLE.matcher(value).matches()) {
            throw pipeline.unusable(request, answer, "holds no access token");
        }
        long life = json.path("expires_in").asLong(DEFAULT_LIFE.toSeconds());
        return new Token(
                Secret.of("Bearer " + value), asked, Duration.ofSeconds(Math.max(0, Math.min(life, LONGEST_LIFE))));
    }

    /** A token as a header's value, and when it ages and ends. */
    private static final class Token {

        final Secret header;
        private final Instant ages;
        private final Instant ends;

        Token(Secret header, Instant issued, Duration life) {
            this(
                    header,
                    issued.plus(life).minus(shorter(AHEAD, life.dividedBy(5))),
                    issued.plus(life).minus(shorter(SAFETY, life.dividedBy(10))));
        }

        private Token(Secret header, Instant ages, Instant ends) {
            this.header = header;
            this.ages = ages;
            this.ends = ends;
        }

        boolean isAging(Instant now) {
            return !now.isBefore(ages);
        }

        boolean isOver(Instant now) {
            return !now.isBefore(ends);
        }

        Token notAgingBefore(Instant moment) {
            return new Token(header, moment, ends);
        }
    }
}
