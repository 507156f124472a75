package io.epmjit.attack;

import io.epmjit.model.Escaping;
import io.epmjit.model.JitEvent;
import io.epmjit.model.JitWebhookParseException;
import io.epmjit.model.JitWebhookParser;
import io.epmjit.model.ParseOptions;
import io.epmjit.model.ParseWarning;
import io.epmjit.model.Placeholder;
import io.epmjit.model.WebhookTemplate;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;

/**
 * Fills templates with hostile values, whose truth it knows, and looks whether a body that was read says anything else.
 */
public final class ForgeryAttack {

    /** What EPM itself chooses, so that no user or file can. */
    private static final Set<Placeholder> EPMS_OWN = EnumSet.of(
            Placeholder.EVENT_TYPE, Placeholder.REQUEST_ID, Placeholder.TENANT_ID, Placeholder.TICKET_NUMBER);

    private static final int CHUNK = 1_000;

    /** How a body ended. */
    public enum Outcome {
        /** An honest body was read, every field as it was. */
        BENIGN_READ,
        /** An honest body was refused: there must be none. */
        BENIGN_REFUSED,
        /** A hostile body was read, every field as it was. */
        HOSTILE_READ,
        /** A hostile body was read, and a warning names each field that may have been meant otherwise. */
        HOSTILE_READ_WITH_WARNING,
        /** A hostile body was refused, for which there was a reason. */
        HOSTILE_REFUSED,
        /** A body was refused for no good reason: there must be none. */
        REFUSED_WITHOUT_CAUSE,
        /** A field said something else than EPM had put there: there must be none. */
        WRONG
    }

    private final Map<Outcome, LongAdder> counts = new EnumMap<>(Outcome.class);
    private final ConcurrentLinkedQueue<String> failures = new ConcurrentLinkedQueue<>();

    private ForgeryAttack() {
        for (Outcome outcome : Outcome.values()) {
            counts.put(outcome, new LongAdder());
        }
    }

    /** Makes and reads this many bodies; the same seed makes the same bodies. */
    public static ForgeryAttack run(int bodies, long seed) {
        ForgeryAttack attack = new ForgeryAttack();
        IntStream.range(0, (bodies + CHUNK - 1) / CHUNK).parallel().forEach(chunk -> {
            Random random = new Random(seed * 1_000_003 + chunk);
            int size = Math.min(CHUNK, bodies - chunk * CHUNK);
            for (int i = 0; i < size; i++) {
                attack.one(random, "seed " + seed + ", chunk " + chunk + ", body " + i);
            }
        });
        return attack;
    }

    public long count(Outcome outcome) {
        return counts.get(outcome).sum();
    }

    /** The first bodies that went wrong, so that they can be found again. */
    public List<String> failures() {
        return failures.stream().limit(10).toList();
    }

    private void one(Random random, String name) {
        List<WebhookTemplate> templates = WebhookTemplate.builtIn();
        WebhookTemplate template = templates.get(random.nextInt(templates.size()));
        boolean escaped = random.nextBoolean();
        Escaping escaping = random.nextBoolean() ? Escaping.DETECT : escaped ? Escaping.JSON : Escaping.RAW;
        boolean benign = random.nextInt(4) == 0;
        Map<String, String> truth = truth(random, template, benign);
        String body = escaped ? template.render(truth) : template.renderRaw(truth);
        Outcome outcome = judge(template, escaping, escaped, benign, truth, body);
        counts.get(outcome).increment();
        if (outcome == Outcome.WRONG || outcome == Outcome.BENIGN_REFUSED || outcome == Outcome.REFUSED_WITHOUT_CAUSE) {
            failures.add(outcome + ": " + name + ", " + template + (escaped ? " escaped, " : " raw, ") + escaping);
        }
    }

    private static Map<String, String> truth(Random random, WebhookTemplate template, boolean benign) {
        HostileText texts = new HostileText(random);
        Map<String, String> truth = new HashMap<>();
        int density = 1 + random.nextInt(6);
        for (Placeholder placeholder : template.placeholders()) {
            String value = "value of " + placeholder.fieldName();
            if (EPMS_OWN.contains(placeholder)) {
                value = "id-" + random.nextInt(1_000_000);
            } else if (random.nextInt(density) == 0) {
                value = benign ? texts.benign() : texts.hostile(template);
            } else if (random.nextInt(20) == 0) {
                value = random.nextBoolean() ? "" : placeholder.token();
            }
            truth.put(placeholder.fieldName(), value);
        }
        if (template.placeholders().contains(Placeholder.EVENT_TYPE)) {
            truth.put(Placeholder.EVENT_TYPE.fieldName(), template.event().wireName());
        }
        return truth;
    }

    private static Outcome judge(
            WebhookTemplate template,
            Escaping escaping,
            boolean escaped,
            boolean benign,
            Map<String, String> truth,
            String body) {
        JitEvent event;
        try {
            event = JitWebhookParser.parse(
                    body,
                    ParseOptions.builder()
                            .templates(template)
                            .escaping(escaping)
                            .build());
        } catch (JitWebhookParseException refused) {
            return refusal(template, escaping, escaped, benign, body, refused);
        }
        boolean warned = false;
        for (Placeholder placeholder : template.placeholders()) {
            Optional<String> expected = Optional.of(truth.get(placeholder.fieldName()))
                    .filter(value -> !value.isEmpty() && !value.equals(placeholder.token()))
                    .map(value -> value.replace('\0', '\uFFFD'));
            if (!event.text(placeholder).equals(expected)) {
                if (escaping != Escaping.DETECT || !isWarnedOf(event, template, placeholder)) {
                    return Outcome.WRONG;
                }
                warned = true;
            }
        }
        if (event.type().filter(type -> type == template.event()).isEmpty()) {
            return Outcome.WRONG;
        }
        if (benign) {
            return Outcome.BENIGN_READ;
        }
        return warned ? Outcome.HOSTILE_READ_WITH_WARNING : Outcome.HOSTILE_READ;
    }

    /**
     * JSON has no reason to refuse what was escaped. A body that was not escaped may be refused if it has a piece of the
     * template too often; with DETECT also if it happens to be legal JSON of another shape.
     */
    private static Outcome refusal(
            WebhookTemplate template,
            Escaping escaping,
            boolean escaped,
            boolean benign,
            String body,
            JitWebhookParseException refused) {
        if (benign) {
            return Outcome.BENIGN_REFUSED;
        }
        boolean cause = !escaped
                && (PieceCounter.of(template).hasTooMany(body)
                        || (escaping == Escaping.DETECT
                                && refused.reason() != JitWebhookParseException.Reason.NOT_JSON));
        return cause ? Outcome.HOSTILE_REFUSED : Outcome.REFUSED_WITHOUT_CAUSE;
    }

    private static boolean isWarnedOf(JitEvent event, WebhookTemplate template, Placeholder placeholder) {
        String name = template.text().contains("requestInfo") ? "/requestInfo/" : "/";
        return event.warnings().stream()
                .filter(warning -> warning.kind() == ParseWarning.Kind.DOUBTFUL_ESCAPING
                        || warning.kind() == ParseWarning.Kind.REPLACED_CHARACTER)
                .anyMatch(warning -> warning.pointer().equalsIgnoreCase(name + placeholder.fieldName())
                        || warning.pointer().equalsIgnoreCase("/" + placeholder.fieldName()));
    }
}
