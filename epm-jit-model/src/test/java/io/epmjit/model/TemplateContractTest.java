package io.epmjit.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every template of both guides, rendered and read to the last field. */
class TemplateContractTest {

    private static final Path GUIDES = Path.of(System.getProperty("epmjit.seeds", "../../shared/seeds"));
    private static final Pattern TEMPLATE = Pattern.compile("(?ms)^\\{\\R.*?^\\}$");

    static List<WebhookTemplate> templates() {
        return WebhookTemplate.builtIn();
    }

    @ParameterizedTest
    @MethodSource("templates")
    void everyFieldOfABuiltInTemplateIsRead(WebhookTemplate template) {
        assertThatEveryFieldIsRead(template);
    }

    @Test
    void theGuidesOwnTextsAreTheBuiltInTemplatesAndAreReadToTheLastField() throws IOException {
        assumeThat(GUIDES)
                .as("the guides are not here, so their own texts are not read")
                .isDirectory();
        List<String> texts = new ArrayList<>();
        for (Path guide : guides()) {
            TEMPLATE.matcher(Files.readString(guide)).results().forEach(found -> texts.add(found.group()));
        }
        assertThat(texts).hasSize(6);
        for (String text : texts) {
            WebhookTemplate builtIn = WebhookTemplate.builtIn().stream()
                    .filter(template -> withoutSpace(template.text()).equals(withoutSpace(text)))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("a template of the guides is not built in"));
            assertThatEveryFieldIsRead(WebhookTemplate.read(builtIn.event(), text));
            Map<String, String> truth = truth(builtIn);
            String sentInTheGuidesForm =
                    WebhookTemplate.read(builtIn.event(), text).renderRaw(truth);
            for (Escaping escaping : Escaping.values()) {
                assertThat(read(sentInTheGuidesForm, builtIn, escaping).binding())
                        .isEqualTo(Binding.DECLARED);
            }
        }
    }

    private static List<Path> guides() throws IOException {
        try (Stream<Path> files = Files.list(GUIDES)) {
            return files.filter(file -> file.getFileName().toString().matches("00[01]_.*"))
                    .sorted()
                    .toList();
        }
    }

    private static String withoutSpace(String text) {
        return text.replaceAll("\\s", "");
    }

    private static Map<String, String> truth(WebhookTemplate template) {
        Map<String, String> truth = new HashMap<>();
        for (Placeholder placeholder : template.placeholders()) {
            truth.put(placeholder.fieldName(), "value-of-" + placeholder.fieldName());
        }
        truth.remove(Placeholder.EVENT_TYPE.fieldName());
        return truth;
    }

    private static JitEvent read(String body, WebhookTemplate template, Escaping escaping) {
        return JitWebhookParser.parse(
                body,
                ParseOptions.builder().templates(template).escaping(escaping).build());
    }

    private static void assertThatEveryFieldIsRead(WebhookTemplate template) {
        Map<String, String> truth = truth(template);
        for (String body : List.of(template.render(truth), template.renderRaw(truth))) {
            for (Escaping escaping : Escaping.values()) {
                JitEvent event = read(body, template, escaping);
                assertThat(event.binding()).isEqualTo(Binding.DECLARED);
                assertThat(event.type()).contains(template.event());
                truth.forEach((name, value) -> assertThat(
                                event.text(Placeholder.named(name).orElseThrow()))
                        .contains(value));
                assertThat(JitEvent.fromJson(event.toJson())).isEqualTo(event);
            }
        }
    }
}
