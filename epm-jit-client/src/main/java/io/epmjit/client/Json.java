package io.epmjit.client;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.epmjit.http.ApiRequest;
import io.epmjit.http.ApiResponse;
import io.epmjit.http.HttpPipeline;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;

/** JSON as this client reads and writes it. */
final class Json {

    private static final int DEPTH = 32;

    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(DEPTH)
                            .build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private Json() {}

    /** The answer as JSON; if it is none, the exception that says so. */
    static JsonNode of(HttpPipeline pipeline, ApiRequest request, ApiResponse answer) {
        if (answer.isEmpty()) {
            throw pipeline.unusable(request, answer, "is empty, where JSON was expected");
        }
        try {
            return answer.isUtf8() ? MAPPER.readTree(answer.bytes()) : MAPPER.readTree(answer.text());
        } catch (JsonProcessingException e) {
            throw pipeline.unusable(request, answer, "is not JSON, or was cut off");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A flat object, in the map's order. */
    static byte[] object(Map<String, String> members) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
        try (JsonGenerator json = MAPPER.getFactory().createGenerator(bytes)) {
            json.writeStartObject();
            for (Map.Entry<String, String> member : members.entrySet()) {
                json.writeStringField(member.getKey(), member.getValue());
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
