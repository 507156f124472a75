package io.epmjit.connector.jira;

import io.epmjit.model.JitEventType;
import io.epmjit.model.Placeholder;
import jakarta.validation.Constraint;
import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import jakarta.validation.Payload;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Everything between two pairs of percent signs in the text is the name of a placeholder that this event has. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Constraint(validatedBy = Placeholders.Known.class)
@interface Placeholders {

    JitEventType value();

    String message() default "has a placeholder that no such event has";

    Class<?>[] groups() default {};

    Class<? extends Payload>[] payload() default {};

    /** The check, for the validator. */
    final class Known implements ConstraintValidator<Placeholders, String> {

        private static final Pattern NAME = Pattern.compile("[A-Za-z0-9]{1,40}");

        private Set<Placeholder> known = Set.of();

        @Override
        public void initialize(Placeholders constraint) {
            known = constraint.value().placeholders();
        }

        @Override
        public boolean isValid(@Nullable String template, ConstraintValidatorContext context) {
            List<String> unknown = template == null
                    ? List.of()
                    : SummaryTemplate.placeholdersOf(template).stream()
                            .filter(name -> !isKnown(name))
                            .toList();
            if (unknown.isEmpty()) {
                return true;
            }
            context.disableDefaultConstraintViolation();
            context.buildConstraintViolationWithTemplate(unknown.stream()
                            .map(Known::shown)
                            .distinct()
                            .collect(Collectors.joining(", ", "has ", ", which no such event has")))
                    .addConstraintViolation();
            return false;
        }

        /** What is no name stands between the signs by accident; it may be anything, and is not repeated. */
        private static String shown(String name) {
            return NAME.matcher(name).matches()
                    ? "%%" + name + "%%"
                    : "a placeholder that is not written like %%User%%, with letters and digits only";
        }

        private boolean isKnown(String name) {
            return Placeholder.named(name).filter(known::contains).isPresent();
        }
    }
}
