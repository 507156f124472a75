package io.epmjit.settings;

import io.epmjit.settings.SettingDescriptor.Presence;
import io.epmjit.webhook.Secret;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The settings of one type, read once from its accessors ({@link Setting}), for everything that has to know them: the
 * builder's check, reading from properties or the environment, the documentation, a framework's metadata.
 *
 * <p>A settings type is an immutable class with a builder that can also build what is incomplete:
 *
 * <pre>{@code
 * public abstract class ForgeSettings {
 *     private static final SettingsTable<ForgeSettings, Builder> TABLE =
 *             SettingsTable.of(ForgeSettings.class, "forge", "Forge", Builder::new, Builder::unchecked);
 *
 *     public static ForgeSettings from(Function<String, @Nullable String> lookup) {
 *         return TABLE.read("forge", lookup);
 *     }
 *
 *     @Setting(key = "url", label = "Forge URL", text = "Where the forge is.", example = "https://forge.example/")
 *     public abstract BaseUrl url();
 *
 *     public static final class Builder extends … {
 *         public ForgeSettings build() {
 *             return TABLE.check(unchecked());
 *         }
 *     }
 * }
 * }</pre>
 *
 * <p>Immutable and safe for use by several threads.
 *
 * @param <T> the settings type; public, its accessors too
 * @param <B> its builder; public, with a public method for each accessor, of the same name
 */
public final class SettingsTable<T, B> {

    private static final Comparator<SettingAccessor> READING_ORDER = Comparator.<SettingAccessor, Boolean>comparing(
                    accessor -> !accessor.isRequired())
            .thenComparing(accessor -> accessor.setting().key());

    private final String prefix;
    private final String title;
    private final Supplier<B> builders;
    private final Function<B, T> unchecked;
    private final List<SettingAccessor> accessors;

    private SettingsTable(
            String prefix,
            String title,
            Supplier<B> builders,
            Function<B, T> unchecked,
            List<SettingAccessor> accessors) {
        this.prefix = prefix;
        this.title = title;
        this.builders = builders;
        this.unchecked = unchecked;
        this.accessors = accessors;
    }

    /**
     * Reads the table of a settings type.
     *
     * @param type the class whose accessors bear {@link Setting}
     * @param prefix stands before every key, such as {@code jira}
     * @param title whose settings these are, at the head of a list of faults, such as {@code Jira}
     * @param builders makes an empty builder
     * @param unchecked builds whatever the builder has; required accessors of the result return null where nothing was
     *     given
     */
    public static <T, B> SettingsTable<T, B> of(
            Class<T> type, String prefix, String title, Supplier<B> builders, Function<B, T> unchecked) {
        List<SettingAccessor> accessors = Arrays.stream(type.getMethods())
                .filter(method -> method.isAnnotationPresent(Setting.class))
                .filter(method -> !Modifier.isStatic(method.getModifiers()))
                .map(SettingAccessor::new)
                .sorted(READING_ORDER)
                .toList();
        return new SettingsTable<>(prefix, title, builders, unchecked, accessors);
    }

    /**
     * Reads settings by their keys: each is asked for as a property ({@code jira.project-key}), then as an environment
     * variable ({@code JIRA_PROJECT_KEY}); what is blank counts as not there. So {@code System::getProperty}, {@code
     * System::getenv} and a framework's own look-up all do. Secrets are looked up again whenever they are used.
     *
     * @param keyPrefix stands before every key in place of the table's own prefix, for a second set of the same settings
     * @throws InvalidSettingsException with every fault at once
     */
    public T read(String keyPrefix, Function<String, @Nullable String> lookup) {
        B builder = builders.get();
        Map<SettingAccessor, SettingFault> unreadable = new HashMap<>();
        for (SettingAccessor accessor : accessors) {
            String key = key(keyPrefix, accessor);
            find(lookup, key).ifPresent(text -> {
                try {
                    accessor.give(builder, text, () -> secret(lookup, key));
                } catch (IllegalArgumentException e) {
                    unreadable.put(accessor, fault(keyPrefix, accessor, String.valueOf(e.getMessage())));
                }
            });
        }
        return check(keyPrefix, unchecked.apply(builder), unreadable);
    }

    /**
     * Gives back the settings if they hold together.
     *
     * @throws InvalidSettingsException with every fault at once
     */
    public T check(T settings) {
        return check(prefix, settings, Map.of());
    }

    /** What there is to know of each setting: the required ones first, each group in the order of its keys. */
    public List<SettingDescriptor> descriptors() {
        T defaults = unchecked.apply(builders.get());
        return accessors.stream()
                .map(accessor -> descriptor(accessor, defaults))
                .toList();
    }

    /**
     * The settings as they are, by their keys and as they would be written, for a record of them: what is not there is left
     * out, and of a secret it says only that it is there.
     */
    public Map<String, String> inForce(T settings) {
        Map<String, String> values = new LinkedHashMap<>();
        for (SettingAccessor accessor : accessors) {
            Object value = accessor.valueIn(settings);
            if (value != null) {
                values.put(accessor.setting().key(), accessor.isSecret() ? "(secret)" : SettingFormat.write(value));
            }
        }
        return values;
    }

    /** The settings as a table in Markdown, for a page of documentation. */
    public String markdown() {
        return descriptors().stream()
                .map(SettingsTable::row)
                .collect(Collectors.joining(
                        "\n", "| Setting | Key | Default | What it is for |\n|---|---|---|---|\n", "\n"));
    }

    private T check(String keyPrefix, T settings, Map<SettingAccessor, SettingFault> unreadable) {
        Map<String, List<String>> broken = SettingsValidator.problemsOf(settings);
        List<SettingFault> faults = new ArrayList<>();
        for (SettingAccessor accessor : accessors) {
            SettingFault first = unreadable.get(accessor);
            if (first != null) {
                faults.add(first);
                continue;
            }
            Optional<String> plain = plainProblem(accessor, accessor.valueIn(settings));
            if (plain.isPresent()) {
                faults.add(fault(keyPrefix, accessor, plain.get()));
                continue;
            }
            broken.getOrDefault(accessor.name(), List.of()).stream()
                    .sorted()
                    .forEach(problem -> faults.add(fault(keyPrefix, accessor, problem)));
        }
        Set<String> described = accessors.stream().map(SettingAccessor::name).collect(Collectors.toSet());
        broken.forEach((name, problems) -> {
            if (!described.contains(name)) {
                problems.stream().sorted().forEach(problem -> faults.add(faultOfAll(keyPrefix, name, problem)));
            }
        });
        if (!faults.isEmpty()) {
            throw new InvalidSettingsException(title, faults);
        }
        return settings;
    }

    /** Of what is no single setting: a rule about several, or about an accessor that is none. */
    private SettingFault faultOfAll(String keyPrefix, String accessor, String problem) {
        return new SettingFault(keyPrefix, accessor.isEmpty() ? title : accessor, problem, Optional.empty());
    }

    /** What no setting may be, whatever it is for. */
    private static Optional<String> plainProblem(SettingAccessor accessor, @Nullable Object value) {
        if (value == null) {
            return accessor.isRequired() ? Optional.of("is missing") : Optional.empty();
        } else if (value instanceof String text && text.isBlank()) {
            return Optional.of(accessor.isRequired() ? "is missing" : "must not be empty");
        } else if (value instanceof String text && text.chars().anyMatch(Character::isISOControl)) {
            return Optional.of("must not contain a line break or another control character");
        }
        return Optional.empty();
    }

    private static SettingFault fault(String keyPrefix, SettingAccessor accessor, String problem) {
        return new SettingFault(key(keyPrefix, accessor), accessor.setting().label(), problem, example(accessor));
    }

    private SettingDescriptor descriptor(SettingAccessor accessor, T defaults) {
        Object value = accessor.valueIn(defaults);
        Presence presence =
                accessor.isRequired() ? Presence.REQUIRED : value == null ? Presence.OPTIONAL : Presence.DEFAULTED;
        return new SettingDescriptor(
                key(prefix, accessor),
                accessor.setting().label(),
                accessor.valueType(),
                presence,
                accessor.isSecret()
                        ? Optional.empty()
                        : Optional.ofNullable(value).map(SettingFormat::write),
                accessor.isSecret(),
                accessor.setting().text(),
                example(accessor));
    }

    private static String row(SettingDescriptor setting) {
        String fallback = switch (setting.presence()) {
            case REQUIRED -> "**required**";
            case OPTIONAL -> "–";
            case DEFAULTED -> "`" + setting.defaultText().orElse("") + "`";
        };
        String example =
                setting.example().map(text -> " Example: `" + text + "`").orElse("");
        return "| %s | `%s` | %s | %s%s%s |"
                .formatted(
                        cell(setting.label()),
                        setting.key(),
                        cell(fallback),
                        cell(setting.text()),
                        setting.secret() ? " *Secret.*" : "",
                        cell(example));
    }

    private static String cell(String text) {
        return text.replace("|", "\\|");
    }

    private static Optional<String> example(SettingAccessor accessor) {
        return Optional.of(accessor.setting().example()).filter(text -> !text.isEmpty());
    }

    private static String key(String keyPrefix, SettingAccessor accessor) {
        return keyPrefix + "." + accessor.setting().key();
    }

    private static Optional<String> find(Function<String, @Nullable String> lookup, String key) {
        return Stream.of(key, SettingDescriptor.environmentKey(key))
                .flatMap(form -> Stream.ofNullable(lookup.apply(form)))
                .map(String::strip)
                .filter(text -> !text.isEmpty())
                .findFirst();
    }

    private static Secret secret(Function<String, @Nullable String> lookup, String key) {
        return Secret.of(find(lookup, key)
                .orElseThrow(
                        () -> new IllegalStateException("the secret " + key + " was there at the start and is gone")));
    }
}
