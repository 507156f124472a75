package io.epmjit.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.epmjit.http.ApiResponse;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** How EPM words its errors: as ASP.NET does, a title and the faults of each field (inferred). */
final class EpmErrors {

    private static final JsonMapper MAPPER = new JsonMapper();

    /** What a message quotes is what somebody sent. */
    private static final Pattern QUOTED = Pattern.compile("'[^']*'|\"[^\"]*\"");

    /** EPM answers 401 or 403 without a word; this is what they come from once a token was given. */
    private static final String RIGHTS = "the API account needs JIT: Full Access to decide or create, JIT: Read Only to"
            + " read, Audit: Read Only for audits (EPM console, Configuration > API Settings)";

    private EpmErrors() {}

    static Optional<String> detail(ApiResponse answer) {
        return answer.status() == 401 || answer.status() == 403 ? Optional.of(RIGHTS) : faults(answer);
    }

    private static Optional<String> faults(ApiResponse answer) {
        return json(answer)
                .map(json -> json.path("errors").isObject()
                        ? fieldFaults(json.get("errors"))
                        : json.path("title").asText())
                .map(text -> QUOTED.matcher(text).replaceAll("'…'"));
    }

    /** The {@code error} of an OAuth answer, if it is a word as the standard has them; its description is left alone. */
    static Optional<String> oauthCode(ApiResponse answer) {
        return json(answer).map(json -> json.path("error").asText()).filter(code -> code.matches("[a-z_]{1,40}"));
    }

    private static String fieldFaults(JsonNode errors) {
        return errors.properties().stream()
                .map(field -> field.getKey() + ": "
                        + StreamSupport.stream(field.getValue().spliterator(), false)
                                .map(JsonNode::asText)
                                .collect(Collectors.joining(" ")))
                .collect(Collectors.joining("; "));
    }

    private static Optional<JsonNode> json(ApiResponse answer) {
        try {
            return answer.isEmpty()
                    ? Optional.empty()
                    : Optional.of(MAPPER.readTree(answer.text())).filter(JsonNode::isObject);
        } catch (JsonProcessingException notJson) {
            return Optional.empty();
        }
    }
}
