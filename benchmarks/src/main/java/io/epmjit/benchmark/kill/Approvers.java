package io.epmjit.benchmark.kill;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * How approvers decide: in code, on the page, or by a signed call such as a tracker's automation makes. Whose call gets no
 * answer makes the same call again. Belongs to one thread.
 */
final class Approvers {

    /** The header that tells the approval page who looks. */
    static final String VIEWER = "X-Viewer";

    static final String SIGNING_KEY = "whsec_a2lsbC10ZXN0LXNpZ25pbmcta2V5LW9mLTMyLWJ5dGVzIQ==";

    private static final Duration PATIENCE = Duration.ofSeconds(3);
    private static final Pattern TOKEN = Pattern.compile("name=\"token\" value=\"([^\"]+)\"");
    private static final Pattern RULE = Pattern.compile("\"rule\":\"([A-Z_]+)\"");

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PATIENCE)
            .build();
    private final Deque<Call> unanswered = new ArrayDeque<>();
    private int calls;

    /** By which way somebody decides. */
    enum Way {
        CODE,
        PAGE,
        CALL
    }

    /**
     * What somebody wants.
     *
     * @param ticket the key of the request's ticket
     * @param answer minutes, or {@code DENY}
     */
    record Proposal(String kind, String requestId, String ticket, String answer, String by) {

        private boolean isDenial() {
            return answer.equals("DENY");
        }
    }

    /** A signed call, the same each time that it is made. */
    private record Call(String id, Proposal proposal) {

        private String body() {
            return "{\"ticket\":\"" + proposal.ticket() + "\",\"decision\":\""
                    + (proposal.isDenial() ? "deny\"" : "approve\",\"duration\":\"" + proposal.answer() + "m\"")
                    + ",\"approver\":\"" + proposal.by() + "\",\"reason\":\"kill test\"}";
        }
    }

    /** What an approver was told: {@code ACCEPTED}, or what was refused; empty if no answer came. */
    Optional<String> propose(Way way, Child bridge, URI web, Proposal proposal) {
        return switch (way) {
            case CODE ->
                bridge.askIfAlive(
                        String.join(
                                " ", "decide", proposal.kind(), proposal.requestId(), proposal.answer(), proposal.by()),
                        PATIENCE);
            case PAGE ->
                bridge.askIfAlive("link " + proposal.kind() + " " + proposal.requestId(), PATIENCE)
                        .flatMap(link -> onPage(web.resolve(link), proposal));
            case CALL -> call(web, new Call("kill-" + ++calls, proposal));
        };
    }

    /** What the oldest call that got no answer is about; empty if there is none. */
    Optional<Proposal> withoutAnswer() {
        return Optional.ofNullable(unanswered.peek()).map(Call::proposal);
    }

    /** Makes that call again. */
    Optional<String> callAgain(URI web) {
        return call(web, unanswered.remove());
    }

    private Optional<String> call(URI web, Call call) {
        String body = call.body();
        String timestamp = Long.toString(Instant.now().getEpochSecond());
        Optional<HttpResponse<String>> answer = send(HttpRequest.newBuilder(web.resolve("/decisions/jira"))
                .header("Content-Type", "application/json")
                .header("webhook-id", call.id())
                .header("webhook-timestamp", timestamp)
                .header("webhook-signature", "v1," + signature(call.id() + "." + timestamp + "." + body))
                .POST(BodyPublishers.ofString(body)));
        if (answer.isEmpty()) {
            unanswered.add(call);
        }
        return answer.map(
                said -> said.statusCode() == 200 ? "ACCEPTED" : "REFUSED " + ruleOf(said.body(), said.statusCode()));
    }

    private static String ruleOf(String body, int status) {
        Matcher rule = RULE.matcher(body);
        return rule.find() ? rule.group(1) : Integer.toString(status);
    }

    private static String signature(String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            byte[] key = Base64.getDecoder().decode(SIGNING_KEY.substring("whsec_".length()));
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return Base64.getEncoder().encodeToString(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HmacSHA256", e);
        }
    }

    private Optional<String> onPage(URI page, Proposal proposal) {
        Optional<HttpResponse<String>> form =
                send(HttpRequest.newBuilder(page).header(VIEWER, proposal.by()).GET());
        return form.flatMap(shown -> {
            Matcher token = TOKEN.matcher(shown.body());
            return token.find() ? press(page, proposal, token.group(1)) : Optional.of("REFUSED no form");
        });
    }

    private Optional<String> press(URI page, Proposal proposal, String token) {
        Map<String, String> fields = proposal.isDenial()
                ? Map.of("decision", "deny", "reason", "kill test", "token", token)
                : Map.of(
                        "decision", "approve",
                        "duration", "minutes",
                        "amount", proposal.answer(),
                        "reason", "kill test",
                        "token", token);
        String body = fields.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        return send(HttpRequest.newBuilder(page)
                        .header(VIEWER, proposal.by())
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString(body)))
                .map(answer -> answer.statusCode() == 303 ? "ACCEPTED" : "REFUSED page " + answer.statusCode());
    }

    private Optional<HttpResponse<String>> send(HttpRequest.Builder request) {
        try {
            return Optional.of(http.send(request.timeout(PATIENCE).build(), BodyHandlers.ofString()));
        } catch (IOException killed) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
