package io.epmjit.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.epmjit.model.JitWebhookParseException.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What may stand in a string of a bound body. */
class JsonEscapesTest {

    private static final WebhookTemplate TEMPLATE = WebhookTemplate.read(
            JitEventType.ADMIN_TICKET_CREATED, "{\"RequestId\":\"%%RequestId%%\",\"Reason\":\"%%Reason%%\"}");
    private static final ParseOptions JSON =
            ParseOptions.builder().templates(TEMPLATE).escaping(Escaping.JSON).build();

    private static String body(String writtenReason) {
        return "{\"RequestId\":\"1\",\"Reason\":" + writtenReason + "}";
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"\\x\"",
                "\"\\u12\"",
                "\"\\u12g4\"",
                "\"\\u\"",
                "\"\\\"",
                "\"a\nb\"",
                "\"a\tb\"",
                "\"a\u0001\"",
                "\"a",
                "\"\\",
                "nul",
                "'a'",
                "\"\\U0041\"",
                "\"\\u００４１\""
            })
    void whatJsonDoesNotAllowIsRefused(String written) {
        JitWebhookParseException refusal =
                catchThrowableOfType(JitWebhookParseException.class, () -> JitWebhookParser.parse(body(written), JSON));
        assertThat(refusal.reason()).isEqualTo(Reason.NOT_JSON);
    }

    @Test
    void everyEscapeIsReadAsWhatItMeans() {
        String written = "\"é\\\"\\\\\\/\\b\\f\\n\\r\\t\\u0041\\u00e9\\uD83D\\uDE80é世🚀z\"";
        assertThat(JitWebhookParser.parse(body(written), JSON).text(Placeholder.REASON))
                .contains("é\"\\/\b\f\n\r\tAé🚀é世🚀z");
    }

    @Test
    void nullIsAbsent() {
        assertThat(JitWebhookParser.parse(body(" null "), JSON).text(Placeholder.REASON))
                .isEmpty();
    }

    @Test
    void aBodyThatBreaksOffAnywhereIsRefused() {
        String whole = body("\"a\\nb\"");
        for (int length = 0; length < whole.length(); length++) {
            String part = whole.substring(0, length);
            JitWebhookParseException refusal =
                    catchThrowableOfType(JitWebhookParseException.class, () -> JitWebhookParser.parse(part, JSON));
            assertThat(refusal.reason()).as(part).isEqualTo(Reason.NOT_JSON);
        }
    }
}
