package io.epmjit.testkit.epm;

import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Fills a webhook's template. */
final class WebhookBody {

    private static final Pattern PLACEHOLDER = Pattern.compile("%%([A-Za-z0-9]+)%%");

    private WebhookBody() {}

    static String render(EpmWebhook webhook, Map<String, String> values) {
        Map<String, String> caseless = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        caseless.putAll(values);
        return PLACEHOLDER
                .matcher(webhook.template())
                .replaceAll(found -> Matcher.quoteReplacement(
                        fill(webhook, found.group(), caseless.getOrDefault(found.group(1), ""))));
    }

    private static String fill(EpmWebhook webhook, String placeholder, String value) {
        if (value.isEmpty()) {
            return webhook.unfilled() == UnfilledPlaceholder.LITERAL ? placeholder : "";
        }
        return webhook.escaping() == ValueEscaping.JSON ? Json.escaped(value) : value;
    }
}
