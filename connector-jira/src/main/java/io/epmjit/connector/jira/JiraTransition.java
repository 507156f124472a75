package io.epmjit.connector.jira;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A way out of an issue's present status.
 *
 * @param id what it is taken by
 * @param name in the language of the account
 * @param to the status that it leads to
 * @param fields what its screen shows, by field id; empty where it has no screen
 */
public record JiraTransition(String id, String name, JiraStatus to, Map<String, ScreenField> fields) {

    /**
     * A field on a screen.
     *
     * @param name what people see
     * @param isDemanded whether something has to be entered, because it is required and has no default
     * @param choices the names of the values that it takes, where it takes only these
     */
    public record ScreenField(String name, boolean isDemanded, List<String> choices) {

        public ScreenField {
            choices = List.copyOf(choices);
        }

        static ScreenField of(Json field) {
            return new ScreenField(
                    field.text("name").orElse("?"),
                    field.isTrue("required") && !field.isTrue("hasDefaultValue"),
                    field.at("allowedValues").elements().stream()
                            .flatMap(choice -> choice.text("name").stream())
                            .toList());
        }

        Optional<String> choice(String wanted) {
            return choices.stream().filter(wanted::equalsIgnoreCase).findFirst();
        }
    }

    public JiraTransition {
        fields = Map.copyOf(fields);
    }

    static JiraTransition of(Json transition) {
        return new JiraTransition(
                transition.required("id"),
                transition.text("name").orElse(""),
                JiraStatus.of(transition.at("to")),
                transition.at("fields").members(ScreenField::of));
    }

    @Override
    public String toString() {
        return "id:" + id + " \"" + name + "\" to \"" + to.name() + "\"";
    }
}
