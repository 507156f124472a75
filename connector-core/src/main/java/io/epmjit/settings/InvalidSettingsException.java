package io.epmjit.settings;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Settings do not hold together. It lists every fault at once, so that an administrator corrects them in one go.
 * No setting's value is repeated, but for the host of an address and the name of a placeholder.
 */
public final class InvalidSettingsException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    private final transient List<SettingFault> faults;

    InvalidSettingsException(String title, List<SettingFault> faults) {
        super(message(title, faults));
        this.faults = List.copyOf(faults);
    }

    /** What is wrong, in the order of the table; never empty. (Empty in a copy that was serialised.) */
    public List<SettingFault> faults() {
        return faults == null ? List.of() : faults;
    }

    private static String message(String title, List<SettingFault> faults) {
        String count = faults.size() == 1 ? "a setting is" : faults.size() + " settings are";
        return faults.stream()
                .map(fault -> System.lineSeparator() + "  - " + fault)
                .collect(Collectors.joining("", title + ": " + count + " wrong", ""));
    }
}
