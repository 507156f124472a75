package io.epmjit.testkit.jira;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.epmjit.testkit.server.ReceivedRequest;
import io.epmjit.testkit.server.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A request by somebody who is known. */
record Call(ReceivedRequest request, JiraAccount caller, Site site) {

    /** The issue that the path names, which the caller must be allowed to see. */
    Issue issue() {
        return site.visible(request.parameter("issue"), caller);
    }

    boolean may(JiraPermission permission) {
        return site.may(caller, permission);
    }

    /** The body, which has to be a JSON object. */
    JsonNode body() {
        JsonNode body = json();
        if (!body.isObject()) {
            throw unreadable();
        }
        return body;
    }

    /** The body, which has to be JSON. */
    JsonNode json() {
        String type = request.header("Content-Type").orElse("").toLowerCase(Locale.ROOT);
        if (!type.startsWith("application/json")) {
            throw JiraRefusal.with(Reply.status(415));
        }
        byte[] bytes = request.body();
        if (bytes.length == 0) {
            throw JiraRefusal.unreadable("No content to map to Object due to end of input");
        }
        try {
            return Json.read(bytes);
        } catch (JsonProcessingException malformed) {
            throw JiraRefusal.unreadable("There was an error parsing JSON. Check that your request body is valid.");
        }
    }

    static JiraRefusal unreadable() {
        return JiraRefusal.unreadable("Invalid request payload. Refer to the REST API documentation and try again.");
    }

    Optional<String> query(String name) {
        return request.query(name);
    }

    /** A list, given as one parameter with commas or as several. */
    List<String> list(String name) {
        List<String> items = new ArrayList<>();
        for (String value : request.queryAll(name)) {
            for (String item : value.split(",", -1)) {
                if (!item.isBlank()) {
                    items.add(item.strip());
                }
            }
        }
        return items;
    }

    int number(String name, int otherwise) {
        Optional<String> text = request.query(name).filter(value -> !value.isEmpty());
        if (text.isEmpty()) {
            return otherwise;
        }
        try {
            return Integer.parseInt(text.get());
        } catch (NumberFormatException e) {
            // A parameter that does not fit its type makes the whole address unknown.
            throw JiraRefusal.with(Reply.status(404));
        }
    }
}
