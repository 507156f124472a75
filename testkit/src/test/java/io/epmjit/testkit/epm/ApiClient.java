package io.epmjit.testkit.epm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Collectors;

/** Somebody else's client: java.net.http and the public documents, nothing of ours. */
final class ApiClient {

    static final JsonMapper JSON = new JsonMapper();

    private final FakeEpm epm;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private String token = "";

    ApiClient(FakeEpm epm) {
        this.epm = epm;
    }

    ApiClient signIn() throws Exception {
        HttpResponse<String> reply = token("/oauth/connect/token", epm.clientId(), epm.clientSecret());
        token = json(reply).path("access_token").textValue();
        return this;
    }

    HttpResponse<String> token(String path, String clientId, String secret) throws Exception {
        return form(
                path,
                Map.of("grant_type", "client_credentials", "client_id", clientId, "client_secret", secret),
                Map.of());
    }

    HttpResponse<String> form(String path, Map<String, String> fields, Map<String, String> headers) throws Exception {
        String form = fields.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(epm.url() + path))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(form));
        headers.forEach(request::header);
        return http.send(request.build(), BodyHandlers.ofString());
    }

    HttpResponse<String> get(String path) throws Exception {
        return send("GET", path, "application/json", "");
    }

    HttpResponse<String> post(String path, Object body) throws Exception {
        return send(
                "POST", path, "application/json", body instanceof String text ? text : JSON.writeValueAsString(body));
    }

    HttpResponse<String> send(String method, String path, String contentType, String body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(epm.url() + "/management-api" + path))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", contentType)
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .build();
        return http.send(request, BodyHandlers.ofString());
    }

    static JsonNode json(HttpResponse<String> reply) throws Exception {
        return JSON.readTree(reply.body());
    }

    /** All ten fields, as they have to be. */
    static ObjectNode applicationDecision(EpmRequest request, String decision, String duration) {
        return JSON.createObjectNode()
                .put("status", decision.equals("Approved") ? "2000" : "2001")
                .put("decision", decision)
                .put("decisionPerformedByUser", "a.lee")
                .put("duration", duration)
                .put("itsmRequestId", request.requestId())
                .put("decisionTime", "2026-11-22 10:00:00")
                .put("message", "CHG0042")
                .put("systemId", "sys-" + request.ticketNumber())
                .put("ticketId", request.ticketNumber())
                .put("ticketUrl", "https://tracker.example/" + request.ticketNumber());
    }

    static ObjectNode adminDecision(EpmRequest request, String decision, String duration) {
        return JSON.createObjectNode()
                .put("RequestId", request.requestId())
                .put("Decision", decision)
                .put("Duration", duration)
                .put("DecisionPerformedByUser", "a.lee")
                .put("Message", "CHG0042");
    }
}
