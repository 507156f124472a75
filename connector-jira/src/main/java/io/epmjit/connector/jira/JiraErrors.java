package io.epmjit.connector.jira;

import io.epmjit.connector.ConnectorException;
import io.epmjit.connector.ConnectorException.Throttle;
import io.epmjit.connector.ConnectorId;
import io.epmjit.http.ApiResponse;
import io.epmjit.http.ResponseException.Forbidden;
import io.epmjit.http.ResponseException.RateLimited;
import io.epmjit.http.ResponseException.Unauthorized;
import io.epmjit.model.EpmJitException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** How Jira words its errors, and what they mean to whoever called the connector. */
final class JiraErrors {

    /** One issue is written too often: 20 times in 2 seconds, or 100 times in 30 (documented by Atlassian). */
    private static final String TOO_OFTEN_ON_ONE_ISSUE = "jira-per-issue-on-write";

    private JiraErrors() {}

    /** What an error answer says, in the platform's shape ({@code errorMessages}, {@code errors}) or Service Management's. */
    static Optional<String> wording(ApiResponse answer) {
        Json body = Json.read(answer.bytes());
        List<String> words = new ArrayList<>();
        body.at("errorMessages").elements().forEach(message -> message.asText().ifPresent(words::add));
        body.at("errors")
                .members(Json::asText)
                .forEach((field, message) -> message.ifPresent(text -> words.add(field + ": " + text)));
        body.text("errorMessage").ifPresent(words::add);
        return words.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", words));
    }

    /** The failure of a call, as the bridge wants to know it. */
    static ConnectorException failure(ConnectorId connector, String what, EpmJitException cause) {
        String message = what + ": " + cause.getMessage() + advice(cause);
        if (cause instanceof RateLimited limited
                && limited.reason().filter(TOO_OFTEN_ON_ONE_ISSUE::equals).isPresent()) {
            return limited.retryAfter()
                    .map(patience ->
                            ConnectorException.throttled(connector, message, Throttle.TICKET, patience, limited))
                    .orElseGet(() -> ConnectorException.throttled(connector, message, Throttle.TICKET, limited));
        }
        return ConnectorException.of(connector, message, cause);
    }

    private static String advice(EpmJitException cause) {
        if (cause instanceof Unauthorized) {
            return ". Check Account E-mail and API Token: Atlassian's tokens expire, and tokens with scopes need the"
                    + " Jira API URL";
        }
        if (cause instanceof Forbidden) {
            return ". Run the connection test: it names the missing right";
        }
        return "";
    }
}
