package io.epmjit.attack;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.epmjit.model.Escaping;
import io.epmjit.model.JitEvent;
import io.epmjit.model.JitWebhookParseException;
import io.epmjit.model.JitWebhookParser;
import io.epmjit.model.ParseOptions;
import io.epmjit.model.Placeholder;
import io.epmjit.model.WebhookTemplate;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Damages good bodies, byte by byte and piece by piece: whatever comes, they are read or refused, and nothing else. */
public final class MutationAttack {

    private static final JsonFactory JSON = new JsonFactory();
    private static final int CHUNK = 1_000;
    private static final byte[] SHARP = "\"\\{}[]:,\0\n u%tfn0-\u00e9".getBytes(StandardCharsets.UTF_8);

    private final LongAdder read = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private final ConcurrentLinkedQueue<String> failures = new ConcurrentLinkedQueue<>();

    private MutationAttack() {}

    /** Makes and reads this many bodies; the same seed makes the same bodies. */
    public static MutationAttack run(int bodies, long seed) {
        MutationAttack attack = new MutationAttack();
        List<byte[]> seeds = seeds();
        IntStream.range(0, (bodies + CHUNK - 1) / CHUNK).parallel().forEach(chunk -> {
            Random random = new Random(seed * 7_919 + chunk);
            int size = Math.min(CHUNK, bodies - chunk * CHUNK);
            for (int i = 0; i < size; i++) {
                attack.one(mutated(random, seeds), random, "seed " + seed + ", chunk " + chunk + ", body " + i);
            }
        });
        return attack;
    }

    public long read() {
        return read.sum();
    }

    public long refused() {
        return refused.sum();
    }

    public List<String> failures() {
        return failures.stream().limit(10).toList();
    }

    private static List<byte[]> seeds() {
        Map<String, String> values = new HashMap<>();
        for (Placeholder placeholder : Placeholder.values()) {
            values.put(placeholder.fieldName(), "C:\\x " + placeholder.fieldName() + " \u00e9\uD83D\uDE80");
        }
        values.put("RequestId", "r-1");
        values.put("TenantId", "t-1");
        values.put("TicketNumber", "EPM000001");
        values.remove("EventType");
        return WebhookTemplate.builtIn().stream()
                .flatMap(template -> Stream.of(
                        template.render(values), template.renderRaw(values), "{\"a\":[1,{\"RequestId\":2.5e3}]}"))
                .map(text -> text.getBytes(StandardCharsets.UTF_8))
                .toList();
    }

    private void one(byte[] body, Random random, String name) {
        List<WebhookTemplate> templates = WebhookTemplate.builtIn();
        ParseOptions.Builder options = ParseOptions.builder().escaping(Escaping.values()[random.nextInt(3)]);
        if (random.nextInt(4) == 0) {
            options.templates(templates.get(random.nextInt(templates.size())));
        } else if (random.nextBoolean()) {
            options.templates(WebhookTemplate.serviceNowGuide());
        }
        try {
            boolean asText = random.nextInt(4) == 0;
            JitEvent event = asText
                    ? JitWebhookParser.parse(new String(body, StandardCharsets.UTF_16LE), options.build())
                    : JitWebhookParser.parse(body, options.build());
            event.warnings();
            read.increment();
            if (!asText && options.build().escaping() == Escaping.JSON && !isJson(body)) {
                failures.add(name + ": this was taken for JSON, and is none");
            }
        } catch (JitWebhookParseException expected) {
            refused.increment();
        } catch (RuntimeException | Error e) {
            failures.add(name + ": " + e);
        }
    }

    /** What a parser of somebody else's says, byte-order mark or not. */
    private static boolean isJson(byte[] body) {
        try (JsonParser parser = JSON.createParser(body)) {
            JsonToken token = parser.nextToken();
            while (token != null) {
                if (token == JsonToken.VALUE_STRING) {
                    parser.getText();
                }
                token = parser.nextToken();
            }
            return true;
        } catch (IOException notJson) {
            return false;
        }
    }

    private static byte[] mutated(Random random, List<byte[]> seeds) {
        byte[] body = seeds.get(random.nextInt(seeds.size()));
        int steps = random.nextBoolean() ? 1 : 1 + random.nextInt(4);
        for (int i = 0; i < steps && body.length > 0; i++) {
            body = mutatedOnce(random, body, seeds);
        }
        return body;
    }

    private static byte[] mutatedOnce(Random random, byte[] body, List<byte[]> seeds) {
        int at = random.nextInt(body.length);
        int length = random.nextInt(Math.min(120, body.length - at) + 1);
        return switch (random.nextInt(8)) {
            case 0 -> replaced(body, at, (byte) random.nextInt(256));
            case 1 -> replaced(body, at, SHARP[random.nextInt(SHARP.length)]);
            case 2 -> joined(Arrays.copyOf(body, at), Arrays.copyOfRange(body, at + length, body.length));
            case 3 -> joined(Arrays.copyOf(body, at + length), Arrays.copyOfRange(body, at, body.length));
            case 4 -> Arrays.copyOf(body, at);
            case 5 -> spliced(random, body, at, seeds.get(random.nextInt(seeds.size())));
            case 6 -> swappedLines(random, body);
            default -> nested(random, body, at);
        };
    }

    private static byte[] replaced(byte[] body, int at, byte value) {
        byte[] copy = body.clone();
        copy[at] = value;
        return copy;
    }

    private static byte[] spliced(Random random, byte[] body, int at, byte[] other) {
        int from = random.nextInt(other.length);
        return joined(Arrays.copyOf(body, at), Arrays.copyOfRange(other, from, other.length));
    }

    private static byte[] swappedLines(Random random, byte[] body) {
        String[] lines = new String(body, StandardCharsets.ISO_8859_1).split("\n", -1);
        int one = random.nextInt(lines.length);
        int other = random.nextInt(lines.length);
        String line = lines[one];
        lines[one] = lines[other];
        lines[other] = line;
        return String.join("\n", lines).getBytes(StandardCharsets.ISO_8859_1);
    }

    private static byte[] nested(Random random, byte[] body, int at) {
        String opening = (random.nextBoolean() ? "{\"a\":" : "[").repeat(random.nextInt(40));
        byte[] middle = opening.getBytes(StandardCharsets.UTF_8);
        return joined(joined(Arrays.copyOf(body, at), middle), Arrays.copyOfRange(body, at, body.length));
    }

    private static byte[] joined(byte[] one, byte[] other) {
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        joined.writeBytes(one);
        joined.writeBytes(other);
        return joined.toByteArray();
    }
}
