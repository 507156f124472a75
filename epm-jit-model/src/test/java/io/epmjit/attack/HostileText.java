package io.epmjit.attack;

import io.epmjit.model.Placeholder;
import io.epmjit.model.WebhookTemplate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/** Texts that a user might type to forge a field, and texts that only look as if. */
final class HostileText {

    private static final List<String> BENIGN = List.of(
            "needed for work",
            "C:\\Users\\joe\\new\\table.exe",
            "\\\\server\\share\\tools",
            "say \"please\" and 'thanks'",
            "first line\nsecond line\r\nthird",
            "\ttabbed",
            "{not json}",
            "a, b, c: d",
            "100% sure",
            "Grüße, 世界 🚀",
            "\"C:\\Program Files\\App\\app.exe\" /arg \"x y\" -n 3",
            "\\",
            "\"",
            "ends with backslash\\",
            "a \\u0041 b",
            "[1, 2]",
            "user: joe; reason: none",
            "-----");

    private static final List<String> SHARP = List.of(
            "\"",
            "\\",
            "\\\\",
            "\\\"",
            "\n",
            "\r\n",
            "\t",
            " ",
            ",",
            ":",
            "{",
            "}",
            "[",
            "]",
            "\"}",
            "\"}}",
            "\"}} {\"",
            "\"\n  }\n}\n",
            "\", \"",
            "\":\"",
            "\\u0022",
            "\\u005c",
            "\\u0000",
            "\\ud800",
            "\u0000",
            "\uFEFF",
            "\u2028",
            "null",
            "true",
            "/*",
            "//",
            "%%",
            "C:\\new\\table",
            "\\\\srv\\share\\",
            "\uD83D\uDE80",
            "é");

    private static final Pattern KEY = Pattern.compile("\"(\\w+)\"\\s*:");
    private static final Map<String, List<String>> KEYS = new ConcurrentHashMap<>();

    private final Random random;

    HostileText(Random random) {
        this.random = random;
    }

    /** What honest people type: paths, quotes, line breaks; nothing of a template. */
    String benign() {
        String text = pick(BENIGN);
        return random.nextInt(4) == 0 ? text + " " + pick(BENIGN) : text;
    }

    /** One to six fragments of everything that could matter to whoever reads the template's body. */
    String hostile(WebhookTemplate template) {
        if (random.nextInt(400) == 0) {
            return beginning((pick(SHARP) + fragment(template)).repeat(6_000)) + "x".repeat(94_000);
        }
        StringBuilder text = new StringBuilder();
        int fragments = 1 + random.nextInt(6);
        for (int i = 0; i < fragments; i++) {
            text.append(fragment(template));
        }
        return text.toString();
    }

    /** 6,000 characters, or one less: UTF-8 has no half of a surrogate pair, so nobody can have typed one. */
    private static String beginning(String text) {
        return text.substring(0, Character.isHighSurrogate(text.charAt(5_999)) ? 5_999 : 6_000);
    }

    private String fragment(WebhookTemplate template) {
        return switch (random.nextInt(12)) {
            case 0, 1, 2 -> pick(SHARP);
            case 3 -> pick(BENIGN);
            case 4 -> forged(template, "\"", "\"");
            case 5 -> forged(template, "\\\"", "\\\"");
            case 6 -> forged(template, "\\u0022", "\\u0022");
            case 7 -> "\", \"parked\": {\"" + key(template) + "\": \"" + pick(BENIGN) + "\"}, \"x\": \"";
            case 8 -> slice(template.text());
            case 9 -> placeholder().token();
            case 10 -> wholeTail(template);
            default -> key(template);
        };
    }

    /** The end of a value, a key of the template with a value of the attacker's choice, and the way back. */
    private String forged(WebhookTemplate template, String quote, String lastQuote) {
        String space = pick(List.of("", " ", "\n  ", "\r\n\t", "\n    "));
        String key = random.nextBoolean() ? key(template) : key(template).toUpperCase(Locale.ROOT);
        String back = pick(List.of("", quote, quote + "," + quote + "y" + quote + ":" + lastQuote));
        return quote + "," + space + quote + key + quote + ":" + space.strip() + " " + quote + pick(BENIGN) + back;
    }

    /** Everything that could follow the value in the template itself. */
    private String wholeTail(WebhookTemplate template) {
        String text = template.text();
        int at = text.indexOf("%%\"", random.nextInt(text.length()));
        return at < 0 ? "\"}" : text.substring(at + 2) + (random.nextBoolean() ? "" : "{");
    }

    private String slice(String text) {
        int from = random.nextInt(text.length());
        return text.substring(from, from + random.nextInt(Math.min(80, text.length() - from)));
    }

    private String key(WebhookTemplate template) {
        return pick(KEYS.computeIfAbsent(
                template.name(),
                name -> KEY.matcher(template.text())
                        .results()
                        .map(found -> found.group(1))
                        .toList()));
    }

    private Placeholder placeholder() {
        return pick(List.of(Placeholder.values()));
    }

    private <T> T pick(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }
}
