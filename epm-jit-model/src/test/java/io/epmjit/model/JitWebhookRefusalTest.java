package io.epmjit.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.epmjit.model.JitWebhookParseException.Reason;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies that are refused, and what the refusal says. */
class JitWebhookRefusalTest {

    private static final WebhookTemplate CREATED = WebhookTemplate.SERVICENOW_APPLICATION_CREATED;
    private static final ParseOptions DECLARED =
            ParseOptions.builder().templates(CREATED).build();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "``                                                    | NOT_JSON",
                "nonsense                                              | NOT_JSON",
                "{\"RequestId\":                                       | NOT_JSON",
                "{\"RequestId\":\"1\",}                                | NOT_JSON",
                "{'RequestId':'1'}                                     | NOT_JSON",
                "[{\"RequestId\":\"1\"}]                               | NOT_AN_OBJECT",
                "\"RequestId\"                                         | NOT_AN_OBJECT",
                "17                                                    | NOT_AN_OBJECT",
                "{\"RequestId\":\"1\",\"User\":\"joe\"} {}             | TRAILING_TEXT",
                "{\"RequestId\":\"1\",\"User\":\"joe\"}x               | TRAILING_TEXT",
                "{\"User\":\"joe\"}                                    | MISSING_REQUEST_ID",
                "{\"User\":\"joe\",\"RequestId\":\"\"}                 | MISSING_REQUEST_ID",
                "{\"User\":\"joe\",\"RequestId\":null}                 | MISSING_REQUEST_ID",
                "{\"User\":\"joe\",\"RequestId\":\"%%RequestId%%\"}    | MISSING_REQUEST_ID",
                "{\"RequestId\":\"1\"}                                 | UNRECOGNISED",
                "{\"RequestId\":\"1\",\"EventType\":\"WHATEVER\"}      | UNRECOGNISED",
                "{\"RequestId\":\"1\",\"User\":\"a\",\"UserName\":\"b\"} | UNRECOGNISED",
                "{\"RequestId\":\"1\",\"RequestId\":\"2\",\"User\":\"a\"} | CONFLICTING_FIELD",
                "{\"RequestId\":\"1\",\"User\":\"a\",\"user\":\"b\"}   | CONFLICTING_FIELD",
                "{\"User\":\"a\",\"RequestId\":\"../../admin\"}        | BAD_IDENTIFIER",
                "{\"User\":\"a\",\"RequestId\":\"1\",\"TenantId\":\"a b\"} | BAD_IDENTIFIER",
                "{\"User\":\"a\",\"RequestId\":\"1\",\"TicketNumber\":\"a\\nb\"} | BAD_IDENTIFIER"
            })
    void undeclaredBodiesAreRefusedForTheirReason(String body, Reason reason) {
        assertThat(refusal(body, ParseOptions.defaults()).reason()).isEqualTo(reason);
    }

    @Test
    void aBodyThatIsTooLongIsRefusedBeforeItIsRead() {
        ParseOptions options = ParseOptions.builder().maxBytes(10).build();
        assertThat(refusal("{\"RequestId\":\"1\"", options).reason()).isEqualTo(Reason.TOO_LARGE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"JSON", "RAW", "DETECT"})
    void aFieldThatIsTooLongIsNamed(Escaping escaping) {
        ParseOptions options = ParseOptions.builder()
                .templates(CREATED)
                .escaping(escaping)
                .maxFieldLength(30)
                .build();
        JitWebhookParseException refusal =
                refusal(CREATED.renderRaw(Map.of("RequestId", "1", "Reason", "x".repeat(31))), options);
        assertThat(refusal.reason()).isEqualTo(Reason.TOO_LARGE);
        assertThat(refusal.pointer()).contains("/requestInfo/reason");
    }

    @Test
    void aFieldOfAnUnknownShapeThatIsTooLongIsNamed() {
        ParseOptions options = ParseOptions.builder().maxFieldLength(5).build();
        assertThat(refusal("{\"a\":{\"b\":\"123456\"}}", options).pointer()).contains("/a/b");
        assertThat(refusal("{\"a\":{\"123456\":\"x\"}}", options).reason()).isEqualTo(Reason.TOO_LARGE);
    }

    @Test
    void objectsThatStandTooDeepAreRefused() {
        String body = "{\"a\":".repeat(17) + "1" + "}".repeat(17);
        assertThat(refusal(body, ParseOptions.defaults()).reason()).isEqualTo(Reason.TOO_DEEP);
        assertThat(refusal("[".repeat(17), ParseOptions.defaults()).reason()).isEqualTo(Reason.TOO_DEEP);
        String asDeepAsAllowed = "{\"User\":\"x\",\"RequestId\":\"1\",\"a\":" + "[".repeat(15) + "]".repeat(15) + "}";
        assertThat(JitWebhookParser.parse(asDeepAsAllowed).request().requestId())
                .isEqualTo("1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"C0 80", "ED A0 80", "F4 90 80 80", "FF", "C3", "E2 82", "80", "E0 80 80", "F0 80 80 80"})
    void whatIsNotUtf8IsRefusedWhereItStands(String hex) {
        byte[] wrong = java.util.HexFormat.ofDelimiter(" ").parseHex(hex);
        byte[] body = new byte[10 + wrong.length];
        java.util.Arrays.fill(body, (byte) ' ');
        System.arraycopy(wrong, 0, body, 10, wrong.length);
        JitWebhookParseException refusal =
                catchThrowableOfType(JitWebhookParseException.class, () -> JitWebhookParser.parse(body));
        assertThat(refusal.reason()).isEqualTo(Reason.BAD_ENCODING);
        assertThat(refusal.offset()).hasValue(10);
    }

    @Test
    void bytesAreUtf8WhenTheJdkSaysSo() {
        Random random = new Random(7);
        for (int i = 0; i < 200_000; i++) {
            byte[] bytes = new byte[1 + random.nextInt(5)];
            for (int at = 0; at < bytes.length; at++) {
                bytes[at] = (byte) (random.nextInt(4) == 0 ? random.nextInt(256) : 0x80 + random.nextInt(0x80));
            }
            boolean legal;
            try {
                StandardCharsets.UTF_8.newDecoder().decode(java.nio.ByteBuffer.wrap(bytes));
                legal = true;
            } catch (java.nio.charset.CharacterCodingException notUtf8) {
                legal = false;
            }
            assertThat(Utf8.firstFault(bytes) < 0)
                    .as(java.util.HexFormat.of().formatHex(bytes))
                    .isEqualTo(legal);
        }
    }

    @Test
    void utf16IsNotTakenForJson() {
        byte[] body = "{\"RequestId\":\"1\",\"User\":\"joe\"}".getBytes(StandardCharsets.UTF_16LE);
        JitWebhookParseException refusal =
                catchThrowableOfType(JitWebhookParseException.class, () -> JitWebhookParser.parse(body));
        assertThat(refusal.reason()).isEqualTo(Reason.NOT_JSON);
    }

    @Test
    void aRefusalSaysWhereTheBodyLeavesTheTemplate() {
        String body = body().replace("\"user\"", "\"usr\"");
        JitWebhookParseException refusal = refusal(body, DECLARED);
        assertThat(refusal.reason()).isEqualTo(Reason.NOT_THE_TEMPLATE);
        assertThat(refusal.pointer()).contains("/requestInfo/user");
        assertThat(refusal.offset()).hasValue(body.indexOf("\"usr\""));
        assertThat(refusal).hasMessageContaining("\"user\"").hasMessageContaining("\"usr\"");
    }

    @Test
    void aRefusalShowsNothingOfTheBodyThatCouldDoHarm() {
        String hostile = "<script>\n evil";
        String body = body().replace("\"user\"", "\"" + hostile.replace("\n", "\\n") + "\"");
        assertThat(refusal(body, DECLARED)).hasMessageNotContaining("evil").hasMessageNotContaining("\n");
        assertThat(refusal("{\"User\":\"a\",\"RequestId\":\"secret value\"}", ParseOptions.defaults()))
                .hasMessageNotContaining("secret");
        assertThat(refusal("{\"User\": secret", ParseOptions.defaults())).hasMessageNotContaining("secret");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"x\": \"y\", \"user\"", // one too many
                "\"user\": \"a\", \"user\"", // twice
                "\"x\": {\"a\": \"b\"}, \"user\"", // a parked object
            })
    void anotherKeyThanTheTemplatesIsRefused(String instead) {
        assertThat(refusal(body().replace("\"user\"", instead), DECLARED).reason())
                .isEqualTo(Reason.NOT_THE_TEMPLATE);
    }

    @Test
    void anotherOrderOrNestingOrTypeOrEndIsRefused() {
        String swapped = body().replace("\"user\"", "\"#\"")
                .replace("\"reason\"", "\"user\"")
                .replace("#", "reason");
        assertThat(refusal(swapped, DECLARED).reason()).isEqualTo(Reason.NOT_THE_TEMPLATE);
        assertThat(refusal(body().replace("\"requestInfo\": {", "\"requestInfo\": \"\", \"a\": {"), DECLARED)
                        .reason())
                .isEqualTo(Reason.NOT_THE_TEMPLATE);
        assertThat(refusal(body().replace("\"value of User\"", "17"), DECLARED).reason())
                .isEqualTo(Reason.NOT_THE_TEMPLATE);
        assertThat(refusal(body().replace("\"value of User\"", "{}"), DECLARED).reason())
                .isEqualTo(Reason.NOT_THE_TEMPLATE);
        assertThat(refusal(body() + "{}", DECLARED).reason()).isEqualTo(Reason.TRAILING_TEXT);
        assertThat(refusal(body().strip().replaceAll("}\\s*}$", ",\"a\":\"b\"}}"), DECLARED)
                        .reason())
                .isEqualTo(Reason.NOT_THE_TEMPLATE);
    }

    @Test
    void aLiteralMustMatchButAnEventTypeInAnyCase() {
        String body = body().replace("URM_Native_Ticket_Created", "JIT_ADMIN_TICKET_CREATED");
        assertThat(refusal(body, DECLARED).reason()).isEqualTo(Reason.NOT_THE_TEMPLATE);
        String otherCase = body().replace("URM_Native_Ticket_Created", "urm_native_TICKET_created");
        assertThat(JitWebhookParser.parse(otherCase, DECLARED).binding()).isEqualTo(Binding.DECLARED);
        WebhookTemplate own = WebhookTemplate.read(
                JitEventType.ADMIN_TICKET_CREATED, "{\"RequestId\":\"%%RequestId%%\",\"site\":\"Berlin\"}");
        ParseOptions options = ParseOptions.builder().templates(own).build();
        assertThat(refusal("{\"RequestId\":\"1\",\"site\":\"berlin\"}", options).reason())
                .isEqualTo(Reason.NOT_THE_TEMPLATE);
        assertThat(JitWebhookParser.parse("{\"RequestId\":\"1\",\"site\":\"Berlin\"}", options)
                        .extra())
                .isEqualTo(Map.of("/site", "Berlin"));
    }

    @Test
    void aKeyThatStandsTwiceMustSayTheSame() {
        int first = body().indexOf("value of Workstyle");
        String body =
                new StringBuilder(body()).replace(first, first + 5, "other").toString();
        JitWebhookParseException refusal = refusal(body, DECLARED);
        assertThat(refusal.reason()).isEqualTo(Reason.CONFLICTING_FIELD);
        assertThat(refusal.pointer()).contains("/requestInfo/workstyle");
    }

    @Test
    void anEventTypeThatIsAnothersContradictsItsTemplate() {
        ParseOptions options = ParseOptions.builder()
                .templates(WebhookTemplate.JIRA_APPLICATION_CREATED)
                .build();
        String body = WebhookTemplate.JIRA_APPLICATION_CREATED.render(
                Map.of("RequestId", "1", "EventType", "JIT_ADMIN_TICKET_CREATED"));
        JitWebhookParseException refusal = refusal(body, options);
        assertThat(refusal.reason()).isEqualTo(Reason.CONFLICTING_FIELD);
        assertThat(refusal.pointer()).contains("/EventType");
    }

    @Test
    void aForgedFieldInARawBodyIsNamed() {
        Map<String, String> values = values();
        values.put("Reason", "x\",\n    \"user\": \"admin");
        ParseOptions raw =
                ParseOptions.builder().templates(CREATED).escaping(Escaping.RAW).build();
        JitWebhookParseException refusal = refusal(CREATED.renderRaw(values), raw);
        assertThat(refusal.reason()).isEqualTo(Reason.CONFLICTING_FIELD);
        assertThat(refusal.pointer()).contains("/requestInfo/user");
    }

    @Test
    void aRawBodyThatLacksAPieceOfTheTemplateSaysWhich() {
        ParseOptions raw =
                ParseOptions.builder().templates(CREATED).escaping(Escaping.RAW).build();
        JitWebhookParseException refusal = refusal(body().replace("\"user\"", "\"usr\""), raw);
        assertThat(refusal.reason()).isEqualTo(Reason.NOT_THE_TEMPLATE);
        assertThat(refusal.pointer()).contains("/requestInfo/user");
        assertThat(refusal("x" + body(), raw).reason()).isEqualTo(Reason.NOT_THE_TEMPLATE);
        assertThat(refusal(body() + "x", raw).reason()).isEqualTo(Reason.NOT_THE_TEMPLATE);
    }

    @Test
    void aRawBodyThatTwoTemplatesCouldHaveMadeIsRefused() {
        WebhookTemplate one = WebhookTemplate.read(
                JitEventType.ADMIN_TICKET_CREATED,
                "{\"RequestId\":\"%%RequestId%%\",\"a\":\"%%UserName%%\",\"b\":\"%%Reason%%\"}");
        WebhookTemplate other = WebhookTemplate.read(
                JitEventType.ADMIN_TICKET_CREATED,
                "{\"RequestId\":\"%%RequestId%%\",\"a\":\"%%UserName%%\",\"c\":\"%%Reason%%\"}");
        ParseOptions options = ParseOptions.builder()
                .templates(one, other)
                .escaping(Escaping.RAW)
                .build();
        String body = one.renderRaw(Map.of("RequestId", "1", "UserName", "x\",\"c\":\"y", "Reason", "z"));
        assertThat(refusal(body, options).reason()).isEqualTo(Reason.CONFLICTING_FIELD);
    }

    @Test
    void whatJsonForbidsIsNotCutWhereOnlyJsonIsExpected() {
        ParseOptions json = ParseOptions.builder()
                .templates(CREATED)
                .escaping(Escaping.JSON)
                .build();
        Map<String, String> values = values();
        values.put("Reason", "say \"please\"");
        assertThat(refusal(CREATED.renderRaw(values), json).reason()).isEqualTo(Reason.NOT_JSON);
    }

    private static Map<String, String> values() {
        Map<String, String> values = new HashMap<>();
        for (Placeholder placeholder : CREATED.placeholders()) {
            values.put(placeholder.fieldName(), "value of " + placeholder.fieldName());
        }
        values.putAll(Map.of("RequestId", "r-1", "TenantId", "t-1", "TicketNumber", "EPM000001"));
        return values;
    }

    private static String body() {
        return CREATED.render(values());
    }

    private static JitWebhookParseException refusal(String body, ParseOptions options) {
        JitWebhookParseException refusal =
                catchThrowableOfType(JitWebhookParseException.class, () -> JitWebhookParser.parse(body, options));
        assertThat(refusal).as("the body was read").isNotNull();
        assertThat(refusal.retryability()).isEqualTo(Retryability.NEVER);
        return refusal;
    }
}
