package io.epmjit.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TemplateContractTest {

    static java.util.List<WebhookTemplate> templates() {
        return WebhookTemplate.builtIn();
    }

    @ParameterizedTest
    @MethodSource("templates")
    void everyFieldOfARenderedTemplateIsRead(WebhookTemplate template) {
        Map<String, String> truth = new HashMap<>();
        for (Placeholder placeholder : template.placeholders()) {
            truth.put(placeholder.fieldName(), "value-of-" + placeholder.fieldName());
        }
        truth.remove("EventType");
        for (String body : new String[] {template.render(truth), template.renderRaw(truth)}) {
            for (Escaping escaping : Escaping.values()) {
                JitEvent event = JitWebhookParser.parse(
                        body,
                        ParseOptions.builder()
                                .templates(template)
                                .escaping(escaping)
                                .build());
                assertThat(event.binding()).isEqualTo(Binding.DECLARED);
                truth.forEach((name, value) -> assertThat(
                                event.text(Placeholder.named(name).orElseThrow()))
                        .contains(value));
                assertThat(JitEvent.fromJson(event.toJson())).isEqualTo(event);
            }
        }
    }
}
