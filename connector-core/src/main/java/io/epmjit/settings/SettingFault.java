package io.epmjit.settings;

import java.util.Optional;

/**
 * One thing that is wrong with one setting, in words for an administrator. It does not repeat the setting's value (at most
 * the host of an address, or the name of a placeholder).
 *
 * @param key the setting's key, such as {@code jira.project-key}; for a rule about several, what their keys begin with
 * @param label what the product's own guide calls it, such as {@code Project Key}; for a rule about several, whose they are
 * @param problem what is wrong, as the rest of a sentence that begins with the label: {@code is missing}
 * @param example a value that would do
 */
public record SettingFault(String key, String label, String problem, Optional<String> example) {

    /** The whole sentence: {@code Project Key (jira.project-key) is missing; for example: PMCJIT}. */
    @Override
    public String toString() {
        return label + " (" + key + ") " + problem
                + example.map(text -> "; for example: " + text).orElse("");
    }
}
