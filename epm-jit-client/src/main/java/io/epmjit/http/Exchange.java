package io.epmjit.http;

import io.epmjit.http.TransportException.Problem;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import okhttp3.Call;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/** The lowest step: sends one request, once, and reads its answer within limits. Whatever the status, an answer is returned. */
final class Exchange implements Step {

    /** Of an answer that reports an error, more is of no use to anybody. */
    private static final int ERROR_LIMIT = 64 << 10;

    private static final byte[] NOTHING = {};

    private final OkHttpClient client;
    private final HttpUrl base;
    private final AnswerCheck answers;
    private final ConnectionFailures failures;
    private final String userAgent;

    Exchange(OkHttpTransport transport, BaseUrl base, AnswerCheck answers) {
        this.client = transport.client();
        this.base = HttpUrl.get(base.uri().toString());
        this.answers = answers;
        this.failures = new ConnectionFailures(answers.name(), base.host());
        @Nullable String version = Exchange.class.getPackage().getImplementationVersion();
        this.userAgent = "epm-jit/" + (version == null ? "dev" : version);
    }

    @Override
    public ApiResponse send(OngoingCall call) {
        ApiRequest request = call.request();
        Duration remaining = call.remaining();
        if (call.cancellation().isCancelled()) {
            throw failures.notSent(request, Problem.CANCELLED, "the call was cancelled before it was sent");
        }
        if (remaining.toMillis() < 1) {
            throw failures.notSent(request, Problem.TIMEOUT, "the call's deadline passed before it was sent");
        }
        @Nullable OneShotBody body = body(request);
        Call exchange = client.newCall(onTheWire(call, body));
        limit(exchange, remaining);
        call.cancellation().endsBy(exchange::cancel);
        try (Response answer = exchange.execute()) {
            return read(request, answer);
        } catch (IOException e) {
            throw failures.of(call, e, body != null && body.mayHaveLeft());
        }
    }

    private Request onTheWire(OngoingCall call, @Nullable OneShotBody body) {
        ApiRequest request = call.request();
        Request.Builder builder = new Request.Builder()
                .url(url(request))
                .method(request.method(), body)
                .header("User-Agent", userAgent)
                .header("Accept", String.join(", ", request.accepted()));
        request.headers().forEach(header -> builder.addHeader(header.getKey(), header.getValue()));
        call.credential().ifPresent(credential -> builder.header("Authorization", credential.reveal()));
        return builder.build();
    }

    private HttpUrl url(ApiRequest request) {
        HttpUrl.Builder url =
                base.newBuilder().addEncodedPathSegments(request.path().substring(1));
        request.query().forEach(parameter -> url.addQueryParameter(parameter.getKey(), parameter.getValue()));
        return url.build();
    }

    /** Every method but GET and HEAD gets a body, if an empty one: it is by the body that we know whether a request has left. */
    private static @Nullable OneShotBody body(ApiRequest request) {
        if (request.method().equals("GET") || request.method().equals("HEAD")) {
            return null;
        }
        byte @Nullable [] bytes = request.body();
        return new OneShotBody(
                bytes == null ? NOTHING : bytes,
                request.contentType().map(MediaType::get).orElse(null));
    }

    private static void limit(Call exchange, Duration remaining) {
        long own = exchange.timeout().timeoutNanos();
        long left = remaining.toNanos();
        exchange.timeout().timeout(own == 0 ? left : Math.min(own, left), TimeUnit.NANOSECONDS);
    }

    private ApiResponse read(ApiRequest request, Response answer) throws IOException {
        Map<String, List<String>> headers = headers(answer);
        Optional<String> named = Optional.ofNullable(answer.header("Content-Type"));
        Optional<MediaType> type = named.map(MediaType::parse);
        if (!answer.isSuccessful()) {
            return new ApiResponse(answer.code(), headers, upTo(ERROR_LIMIT, answer), AnswerCheck.charsetOrUtf8(type));
        }
        if (named.isPresent() && type.isEmpty()) {
            throw answers.unusable(request, answer.code(), headers, "names its content type in no readable form");
        }
        answers.requireReadable(request, answer.code(), headers, type);
        byte[] body = upTo(request.answerLimit(), answer);
        if (body.length == request.answerLimit() && !answer.body().source().exhausted()) {
            throw answers.tooLong(request, answer.code(), headers);
        }
        answers.requireNoMarkup(request, answer.code(), headers, body);
        return new ApiResponse(answer.code(), headers, body, AnswerCheck.charsetOrUtf8(type));
    }

    /** Decompressed bytes are counted, so a small body that unpacks into a large one ends here too. */
    private static byte[] upTo(int limit, Response answer) throws IOException {
        var source = answer.body().source();
        source.request(limit);
        return source.readByteArray(Math.min(limit, source.getBuffer().size()));
    }

    private static Map<String, List<String>> headers(Response answer) {
        Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        answer.headers()
                .toMultimap()
                .forEach((name, values) -> headers.put(
                        name.equalsIgnoreCase(OkHttpTransport.RETRY_AFTER) ? "Retry-After" : name,
                        List.copyOf(values)));
        return headers;
    }
}
