package io.epmjit.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a template writes before its values must be that, and no more: a body in which it stands is not looked at closer. */
class TemplateStepTest {

    static Stream<WebhookTemplate> templates() {
        return Stream.concat(
                WebhookTemplate.builtIn().stream(),
                Stream.of(
                        own("{\"RequestId\":\"%%RequestId%%\"}"),
                        own(
                                "\r\n { \"\\u0041 \\\"\" :\t\"a\\\"b\\\\\" , \"é\uD83D\uDE80\":{ \"x\" : { } } ,\"RequestId\"\n:"
                                        + "\n\"%%RequestId%%\" } "),
                        own(longText())));
    }

    private static WebhookTemplate own(String text) {
        return WebhookTemplate.read(JitEventType.ADMIN_TICKET_CREATED, text);
    }

    /** Longer than what a parser takes at once. */
    private static String longText() {
        StringBuilder text = new StringBuilder("{ \"RequestId\": \"%%RequestId%%\"");
        IntStream.range(0, 900)
                .forEach(i -> text.append(",\n  \"key ")
                        .append(i)
                        .append("\": \"")
                        .append("x".repeat(40))
                        .append('"'));
        return text.append("}").toString();
    }

    @ParameterizedTest
    @MethodSource("templates")
    void leadsAndValuesTogetherAreTheTemplate(WebhookTemplate template) {
        StringBuilder rest = new StringBuilder(template.text());
        rest.delete(0, rest.indexOf("{") + 1);
        for (TemplateStep step : template.steps()) {
            String lead = new String(step.lead(), StandardCharsets.UTF_8);
            assertThat(rest).startsWith(lead);
            rest.delete(0, lead.length());
            switch (step.kind()) {
                case OPEN -> rest.delete(0, lengthOf(rest, "{"));
                case CLOSE -> rest.delete(0, rest.indexOf("}") + 1);
                case VALUE -> rest.delete(0, lengthOf(rest, quotedValue(step)));
            }
        }
        assertThat(rest.toString().strip()).isEqualTo("}");
    }

    private static String quotedValue(TemplateStep step) {
        String value = step.literal() == null ? step.requiredPlaceholder().token() : step.literal();
        return '"' + Json.escaped(value) + '"';
    }

    private static int lengthOf(StringBuilder rest, String beginning) {
        assertThat(rest).startsWith(beginning);
        return beginning.length();
    }

    @Test
    void aBodyIsReadWhetherItsSpacingIsTheTemplatesOrNot() {
        WebhookTemplate template = WebhookTemplate.SERVICENOW_ADMIN_CREATED;
        String body = template.render(Map.of("RequestId", "r-1", "Reason", "why"));
        ParseOptions options = ParseOptions.builder().templates(template).build();
        JitEvent asWritten = JitWebhookParser.parse(body, options);
        assertThat(JitWebhookParser.parse(body.replaceAll("\\s*\n\\s*", ""), options))
                .isEqualTo(asWritten);
        assertThat(JitWebhookParser.parse(body.replace("\n", "\r\n\t"), options))
                .isEqualTo(asWritten);
        assertThat(JitWebhookParser.parse(body.replace("\": ", "\" :"), options))
                .isEqualTo(asWritten);
        assertThat(asWritten.text(Placeholder.REASON)).hasValue("why");
    }
}
