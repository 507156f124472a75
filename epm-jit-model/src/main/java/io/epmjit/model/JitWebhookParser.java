package io.epmjit.model;

import io.epmjit.model.JitWebhookParseException.Reason;
import io.epmjit.model.ParseWarning.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/**
 * Reads the body of a webhook of EPM.
 *
 * <pre>{@code
 * JitEvent event = JitWebhookParser.parse(body);                 // tries BeyondTrust's own templates: ASSUMED at best
 * JitEvent event = JitWebhookParser.parse(body, options);        // only your templates: DECLARED, or an exception
 * }</pre>
 *
 * <p>End users choose some of the values, and nobody documents whether EPM escapes them. So declare the templates that
 * EPM uses ({@link ParseOptions.Builder#templates}): a body must then have exactly the keys of one of them, and no value
 * can forge a field. Time and memory grow with the body's length, no faster. Safe for use by several threads.
 */
public final class JitWebhookParser {

    private static final String EVENT_TYPE = "/" + Placeholder.EVENT_TYPE.fieldName();

    private final Body body;
    private final ParseOptions options;

    private JitWebhookParser(Body body, ParseOptions options) {
        this.body = body;
        this.options = options;
    }

    /**
     * Reads a body with {@link ParseOptions#defaults()}.
     *
     * @throws JitWebhookParseException if it cannot be read; nothing else is thrown, whatever the bytes
     */
    public static JitEvent parse(byte[] body) {
        return parse(body, ParseOptions.defaults());
    }

    /** As {@link #parse(byte[])}; half a surrogate pair becomes U+FFFD. */
    public static JitEvent parse(String body) {
        return parse(body, ParseOptions.defaults());
    }

    /**
     * Reads a stream to its end, or to the limit, and does not close it.
     *
     * @throws IOException if the stream cannot be read
     */
    public static JitEvent parse(InputStream body) throws IOException {
        return parse(body, ParseOptions.defaults());
    }

    /** As {@link #parse(byte[])}, with options. */
    public static JitEvent parse(byte[] body, ParseOptions options) {
        JitWebhookParser parser = new JitWebhookParser(Body.of(body, options.maxBytes()), options);
        return options.templates().isEmpty() ? parser.assume() : parser.bind();
    }

    /** As {@link #parse(String)}, with options. */
    public static JitEvent parse(String body, ParseOptions options) {
        return parse(withoutHalfPairs(body).getBytes(StandardCharsets.UTF_8), options);
    }

    /** As {@link #parse(InputStream)}, with options. */
    public static JitEvent parse(InputStream body, ParseOptions options) throws IOException {
        int limit = options.maxBytes();
        return parse(body.readNBytes(limit == Integer.MAX_VALUE ? limit : limit + 1), options);
    }

    private static String withoutHalfPairs(String text) {
        return text.chars().anyMatch(c -> Character.isSurrogate((char) c)) ? Filling.withoutUnprintable(text) : text;
    }

    /** Binds the body to one of the declared templates, and to nothing else. */
    private JitEvent bind() {
        if (options.escaping() == Escaping.RAW) {
            return declared(cut(options.templates()));
        }
        Attempt bound = bindJson();
        Misfit illegal = bound.filling() != null ? null : JsonSyntax.fault(body, options.maxDepth());
        if (illegal == null) {
            return declared(bound);
        }
        if (options.escaping() == Escaping.JSON || !mayBeRaw(illegal)) {
            throw illegal.toException();
        }
        Attempt cut = cut(options.templates());
        return declared(fits(cut) || isDecisive(cut) ? cut : Attempt.misfit(illegal));
    }

    private Attempt bindJson() {
        Misfit nearest = null;
        for (WebhookTemplate template : options.templates()) {
            Attempt attempt = JsonBinding.attempt(body, template, options);
            if (attempt.filling() != null) {
                return attempt;
            }
            nearest = Misfit.further(nearest, attempt.requiredMisfit());
        }
        return Attempt.misfit(Objects.requireNonNull(nearest));
    }

    private static JitEvent declared(Attempt attempt) {
        Filling filling = attempt.filling();
        if (filling == null) {
            throw attempt.requiredMisfit().toException();
        }
        String named = filling.eventType();
        JitEventType type = filling.template().event();
        if (named != null && !type.wireName().equalsIgnoreCase(named)) {
            if (JitEventType.ofWireName(named).isPresent()) {
                throw JitWebhookParseException.conflict(
                        "the body names another event than its template is for", EVENT_TYPE);
            }
            filling.warn(Kind.UNKNOWN_EVENT_TYPE, EVENT_TYPE, "this event type is not known; the template says which");
        }
        return JitEvent.of(type, filling.fields(Binding.DECLARED));
    }

    /** Tries the built-in templates, and otherwise takes legal JSON as it comes. */
    private JitEvent assume() {
        if (options.escaping() == Escaping.RAW) {
            return assumed(cut(WebhookTemplate.builtIn()));
        }
        for (WebhookTemplate template : WebhookTemplate.builtIn()) {
            Attempt attempt = JsonBinding.attempt(body, template, options);
            if (fits(attempt) && agrees(attempt)) {
                return assumed(attempt);
            }
        }
        Misfit illegal = JsonSyntax.fault(body, options.maxDepth());
        if (illegal == null) {
            return LenientReader.read(body, options);
        }
        if (options.escaping() == Escaping.JSON || !mayBeRaw(illegal)) {
            throw illegal.toException();
        }
        Attempt cut = cut(WebhookTemplate.builtIn());
        return assumed(fits(cut) || isDecisive(cut) ? cut : Attempt.misfit(illegal));
    }

    private static JitEvent assumed(Attempt attempt) {
        Filling filling = attempt.filling();
        if (filling == null) {
            throw attempt.requiredMisfit().toException();
        }
        if (!agrees(attempt)) {
            throw JitWebhookParseException.conflict(
                    "the body names another event than its fields are those of", EVENT_TYPE);
        }
        if (filling.eventType() == null) {
            filling.warn(
                    Kind.EVENT_TYPE_INFERRED, EVENT_TYPE, "the body has no event type: its fields are those of one");
        }
        return JitEvent.of(filling.template().event(), filling.fields(Binding.ASSUMED));
    }

    /** Whether the event type that the body names, if any, is the template's. */
    private static boolean agrees(Attempt attempt) {
        Filling filling = Objects.requireNonNull(attempt.filling());
        String named = filling.eventType();
        return named == null || filling.template().event().wireName().equalsIgnoreCase(named);
    }

    /**
     * Cuts the body by the one template that it fits. A template whose pieces are all there, but some too often, is no
     * template to be passed over: the body may be its own, and what fits another may be forged. Of the built-in ones,
     * which nest, the one with the most fields counts.
     */
    private Attempt cut(List<WebhookTemplate> templates) {
        List<Attempt> fitting = new ArrayList<>();
        Misfit nearest = null;
        for (WebhookTemplate template : templates) {
            Attempt attempt = template.cutter().cut(body, options);
            if (fits(attempt)) {
                fitting.add(attempt);
            } else if (isDecisive(attempt) && !options.templates().isEmpty()) {
                return attempt;
            } else {
                nearest = Misfit.further(nearest, attempt.requiredMisfit());
            }
        }
        if (fitting.isEmpty()) {
            return Attempt.misfit(Objects.requireNonNull(nearest));
        }
        if (fitting.size() > 1 && !options.templates().isEmpty()) {
            return Attempt.misfit(new Misfit(
                    Reason.CONFLICTING_FIELD, "the body can be cut by more than one template", null, body.start()));
        }
        return Collections.max(fitting, Comparator.comparingInt(JitWebhookParser::size));
    }

    private static int size(Attempt attempt) {
        return Objects.requireNonNull(attempt.filling()).template().layout().size();
    }

    private static boolean fits(Attempt attempt) {
        return attempt.filling() != null;
    }

    private static boolean isDecisive(Attempt attempt) {
        return attempt.misfit() != null && attempt.misfit().isDecisive();
    }

    /** What is not legal JSON may be a body whose values were not escaped. */
    private static boolean mayBeRaw(Misfit illegal) {
        return illegal.reason() == Reason.NOT_JSON
                || illegal.reason() == Reason.TRAILING_TEXT
                || illegal.reason() == Reason.TOO_DEEP;
    }
}
