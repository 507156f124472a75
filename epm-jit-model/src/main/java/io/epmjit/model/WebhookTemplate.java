package io.epmjit.model;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The text that an administrator gives EPM for a webhook: a JSON object whose values are placeholders, which EPM fills.
 * It is objects of texts, at most one placeholder in each and nothing beside it.
 *
 * <p>The templates of BeyondTrust's two guides are built in; {@link #read} takes an administrator's own, {@link #builder}
 * makes one of chosen placeholders, and {@link #fromBody} finds a lost one again.
 *
 * <p>Two templates are equal if their texts and events are. Immutable.
 */
public final class WebhookTemplate {

    private static final Pattern QUOTED_TOKEN = Pattern.compile("\"%%([A-Za-z0-9]+)%%\"");

    /** The ServiceNow guide's template for JIT Application Access Ticket Created. */
    public static final WebhookTemplate SERVICENOW_APPLICATION_CREATED = builtIn(
            "servicenow-application-created",
            "ServiceNow - App Access - Create",
            JitEventType.APPLICATION_TICKET_CREATED);

    /** The ServiceNow guide's template for JIT Application Access Decision Updated. */
    public static final WebhookTemplate SERVICENOW_APPLICATION_UPDATED = builtIn(
            "servicenow-application-updated",
            "ServiceNow - App Access - Update",
            JitEventType.APPLICATION_DECISION_UPDATED);

    /** The ServiceNow guide's template for JIT Admin Ticket Created. */
    public static final WebhookTemplate SERVICENOW_ADMIN_CREATED = builtIn(
            "servicenow-admin-created", "ServiceNow - Admin Access - Create", JitEventType.ADMIN_TICKET_CREATED);

    /** The ServiceNow guide's template for JIT Admin Decision Updated. */
    public static final WebhookTemplate SERVICENOW_ADMIN_UPDATED = builtIn(
            "servicenow-admin-updated", "ServiceNow - Admin Access - Update", JitEventType.ADMIN_DECISION_UPDATED);

    /** The Jira guide's template for JIT Application Access Ticket Created. */
    public static final WebhookTemplate JIRA_APPLICATION_CREATED =
            builtIn("jira-application-created", "Jira - App Access - Create", JitEventType.APPLICATION_TICKET_CREATED);

    /** The Jira guide's template for JIT Application Access Decision Updated. */
    public static final WebhookTemplate JIRA_APPLICATION_UPDATED = builtIn(
            "jira-application-updated", "Jira - App Access - Update", JitEventType.APPLICATION_DECISION_UPDATED);

    private static final List<WebhookTemplate> BUILT_IN = List.of(
            SERVICENOW_APPLICATION_CREATED,
            SERVICENOW_APPLICATION_UPDATED,
            SERVICENOW_ADMIN_CREATED,
            SERVICENOW_ADMIN_UPDATED,
            JIRA_APPLICATION_CREATED,
            JIRA_APPLICATION_UPDATED);

    private final String name;
    private final @Nullable String suggestedName;
    private final JitEventType event;
    private final String text;
    private final List<TemplateStep> steps;
    private final Layout layout;

    /** Made when a body is first to be cut: it costs far more than all else, and an event's own template never cuts one. */
    private volatile @Nullable RawCutter cutter;

    private WebhookTemplate(String name, @Nullable String suggestedName, JitEventType event, String text) {
        TemplateReader reader = TemplateReader.read(text);
        if (!reader.faults().isEmpty()) {
            throw new IllegalArgumentException(
                    "the template '" + name + "' cannot be used: " + String.join("; ", reader.faults()));
        }
        this.name = name;
        this.suggestedName = suggestedName;
        this.event = Objects.requireNonNull(event, "event");
        this.text = text;
        this.steps = List.copyOf(reader.steps());
        this.layout = reader.layout();
        requireSameEvent();
    }

    private void requireSameEvent() {
        for (TemplateStep step : steps) {
            Optional<JitEventType> said = Optional.ofNullable(step.literal())
                    .filter(literal -> layout.cellOf(Placeholder.EVENT_TYPE) == step.cell())
                    .flatMap(JitEventType::ofWireName);
            if (said.isPresent() && said.get() != event) {
                throw new IllegalArgumentException("the template '" + name + "' is meant for " + event.consoleLabel()
                        + ", but its EventType is that of " + said.get().consoleLabel());
            }
        }
    }

    /** All built-in templates: four of the ServiceNow guide, two of the Jira guide. */
    public static List<WebhookTemplate> builtIn() {
        return BUILT_IN;
    }

    /** The four templates of the ServiceNow guide, which cover all events. */
    public static List<WebhookTemplate> serviceNowGuide() {
        return BUILT_IN.subList(0, 4);
    }

    /** The two templates of the Jira guide, which cover application requests. */
    public static List<WebhookTemplate> jiraGuide() {
        return BUILT_IN.subList(4, 6);
    }

    /** The built-in template of that name, such as {@code jira-application-created}. */
    public static Optional<WebhookTemplate> named(String name) {
        return BUILT_IN.stream().filter(template -> template.name.equals(name)).findFirst();
    }

    /**
     * An administrator's own template.
     *
     * @param event which of EPM's events it is set for
     * @throws IllegalArgumentException if it cannot be used; the message lists every fault
     */
    public static WebhookTemplate read(JitEventType event, String text) {
        return new WebhookTemplate("own-" + event.pathSegment(), null, event, text);
    }

    /** The template of that name, event and text, as an event remembers the one that it came by. */
    static WebhookTemplate remembered(String name, JitEventType event, String text) {
        return named(name)
                .filter(template -> template.event == event && template.text.equals(text))
                .orElseGet(() -> new WebhookTemplate(name, null, event, text));
    }

    /** Everything that is wrong with a template's text; empty if it can be used. */
    public static List<String> faultsOf(String text) {
        return List.copyOf(TemplateReader.read(text).faults());
    }

    /** Begins a template of chosen placeholders. */
    public static Builder builder(JitEventType event) {
        return new Builder(event);
    }

    /**
     * Finds the template again that a body was made of, for an administrator who has lost it: keys that are the names of
     * placeholders stand for these, every other value is taken for a literal. Look through it before you declare it.
     *
     * @throws IllegalArgumentException if the body is not such that a template could have made it
     */
    public static WebhookTemplate fromBody(JitEventType event, String body) {
        return new WebhookTemplate("own-" + event.pathSegment(), null, event, TemplateFinder.find(body));
    }

    /** What it is called here: {@code jira-application-created}, {@code own-admin-created}. */
    public String name() {
        return name;
    }

    /** The same template under another name, by which messages and events know it. */
    public WebhookTemplate withName(String otherName) {
        return new WebhookTemplate(Objects.requireNonNull(otherName, "otherName"), suggestedName, event, text);
    }

    /** Which of EPM's events it is for. */
    public JitEventType event() {
        return event;
    }

    /** What to choose in EPM's console as the webhook's Event: {@code JIT Admin Ticket Created}. */
    public String eventLabel() {
        return event.consoleLabel();
    }

    /** What to give as the webhook's Name in EPM's console: {@code Jira - App Access - Create}. */
    public String suggestedName() {
        if (suggestedName != null) {
            return suggestedName;
        }
        return "epm-jit - " + (event.kind() == RequestKind.ADMIN ? "Admin Access" : "App Access")
                + (event.isDecision() ? " - Update" : " - Create");
    }

    /** The text, to be pasted into EPM's console. */
    public String text() {
        return text;
    }

    /** The placeholders that stand in it. */
    public Set<Placeholder> placeholders() {
        Set<Placeholder> found = EnumSet.noneOf(Placeholder.class);
        steps.stream().map(TemplateStep::placeholder).filter(Objects::nonNull).forEach(found::add);
        return found;
    }

    /**
     * The body that EPM would send if it escapes values, for tests.
     *
     * @param values by the names of placeholders; what is not named stays as the placeholder itself
     * @throws IllegalArgumentException if a name is no placeholder
     */
    public String render(Map<String, String> values) {
        return fill(values, Json::escaped);
    }

    /** The body that EPM would send if it does not escape values; see {@link #render}. */
    public String renderRaw(Map<String, String> values) {
        return fill(values, UnaryOperator.identity());
    }

    private String fill(Map<String, String> values, UnaryOperator<String> encode) {
        values.keySet().forEach(WebhookTemplate::requirePlaceholder);
        Matcher tokens = QUOTED_TOKEN.matcher(text);
        StringBuilder body = new StringBuilder();
        while (tokens.find()) {
            String value = values.get(tokens.group(1));
            String filled = value == null ? tokens.group() : '"' + encode.apply(value) + '"';
            tokens.appendReplacement(body, Matcher.quoteReplacement(filled));
        }
        return tokens.appendTail(body).toString();
    }

    private static void requirePlaceholder(String name) {
        if (Placeholder.named(name).filter(p -> p.fieldName().equals(name)).isEmpty()) {
            throw new IllegalArgumentException("EPM has no placeholder of the name " + name);
        }
    }

    /**
     * Whether the keys of one of the two stand, in the same order, in the other: then a value in a body of the first can
     * make it look like a body of the second, and the two must not be declared together. Different literals in the same
     * place keep two templates apart.
     */
    public boolean nestsWith(WebhookTemplate other) {
        return standsIn(this, other) || standsIn(other, this);
    }

    private static boolean standsIn(WebhookTemplate inner, WebhookTemplate outer) {
        List<TemplateStep> wanted = keys(inner);
        int found = 0;
        for (TemplateStep step : keys(outer)) {
            if (found < wanted.size() && canPassFor(wanted.get(found), step)) {
                found++;
            }
        }
        return found == wanted.size();
    }

    private static List<TemplateStep> keys(WebhookTemplate template) {
        return template.steps.stream()
                .filter(step -> step.kind() != TemplateStep.Kind.CLOSE)
                .toList();
    }

    private static boolean canPassFor(TemplateStep one, TemplateStep other) {
        String literal = one.literal();
        return one.key().equalsIgnoreCase(other.key())
                && (literal == null || other.literal() == null || other.isLiteral(literal));
    }

    List<TemplateStep> steps() {
        return steps;
    }

    Layout layout() {
        return layout;
    }

    RawCutter cutter() {
        RawCutter made = cutter;
        if (made == null) {
            made = new RawCutter(this);
            cutter = made;
        }
        return made;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof WebhookTemplate that && event == that.event && text.equals(that.text);
    }

    @Override
    public int hashCode() {
        return Objects.hash(event, text);
    }

    @Override
    public String toString() {
        return name;
    }

    private static WebhookTemplate builtIn(String name, String suggestedName, JitEventType event) {
        try (InputStream file = WebhookTemplate.class.getResourceAsStream(name + ".json")) {
            byte[] content = Objects.requireNonNull(file, "a template is missing from the jar")
                    .readAllBytes();
            return new WebhookTemplate(name, suggestedName, event, new String(content, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Collects placeholders for a template in the guides' form: the event's own name as its type, ids and time at the
     * top, and for an application request everything else in {@code requestInfo}. Not for use by several threads.
     */
    public static final class Builder {

        private final JitEventType event;
        private final EnumSet<Placeholder> chosen = EnumSet.of(Placeholder.REQUEST_ID, Placeholder.TENANT_ID);
        private String name;

        private Builder(JitEventType event) {
            this.event = event;
            this.name = "own-" + event.pathSegment();
        }

        /** What messages shall call it. */
        public Builder name(String text) {
            this.name = Objects.requireNonNull(text, "text");
            return this;
        }

        /**
         * Adds placeholders; {@code RequestId} and {@code TenantId} are always there.
         *
         * @throws IllegalArgumentException if this event has no such placeholder
         */
        public Builder placeholders(Placeholder... wanted) {
            for (Placeholder placeholder : wanted) {
                if (!event.placeholders().contains(placeholder)) {
                    throw new IllegalArgumentException(
                            "EPM has no " + placeholder.token() + " for " + event.consoleLabel());
                }
            }
            chosen.addAll(Arrays.asList(wanted));
            return this;
        }

        public WebhookTemplate build() {
            List<String> top = new ArrayList<>();
            List<String> inner = new ArrayList<>();
            top.add(line(Placeholder.EVENT_TYPE.fieldName(), event.wireName()));
            Layout guide = guideTemplate().layout();
            for (Placeholder placeholder : chosen) {
                if (placeholder != Placeholder.EVENT_TYPE) {
                    String pointer = guide.cell(guide.cellOf(placeholder)).pointer();
                    String key = pointer.substring(pointer.lastIndexOf('/') + 1);
                    (pointer.lastIndexOf('/') == 0 ? top : inner).add(line(key, placeholder.token()));
                }
            }
            if (!inner.isEmpty()) {
                top.add("\"requestInfo\": {\n    " + String.join(",\n    ", inner) + "\n  }");
            }
            return new WebhookTemplate(name, null, event, "{\n  " + String.join(",\n  ", top) + "\n}\n");
        }

        private WebhookTemplate guideTemplate() {
            return serviceNowGuide().stream()
                    .filter(template -> template.event == event)
                    .findFirst()
                    .orElseThrow();
        }

        private static String line(String key, String value) {
            return '"' + key + "\": \"" + value + '"';
        }
    }
}
