package io.epmjit.settings;

import java.util.Locale;
import java.util.Optional;

/**
 * What there is to know of one setting without its value: enough for a page of documentation, a form, or the metadata of
 * a framework's configuration.
 *
 * @param key its key as a property, such as {@code jira.project-key}
 * @param label what the product's own guide calls it, such as {@code Project Key}
 * @param type what its text is read as
 * @param presence whether it may be left out
 * @param defaultText the value that it has when it is left out, as it would be written
 * @param secret whether its value must never be shown
 * @param text what it is for
 * @param example a value as it would be written
 */
public record SettingDescriptor(
        String key,
        String label,
        Class<?> type,
        Presence presence,
        Optional<String> defaultText,
        boolean secret,
        String text,
        Optional<String> example) {

    /** Whether a setting may be left out. */
    public enum Presence {
        /** It has to be there. */
        REQUIRED,
        /** It may be left out, and then has its default. */
        DEFAULTED,
        /** It may be left out, and then is not there. */
        OPTIONAL
    }

    /** The same key as an environment variable: {@code JIRA_PROJECT_KEY}. */
    public String environmentKey() {
        return environmentKey(key);
    }

    static String environmentKey(String key) {
        return key.replace('.', '_').replace('-', '_').toUpperCase(Locale.ROOT);
    }
}
