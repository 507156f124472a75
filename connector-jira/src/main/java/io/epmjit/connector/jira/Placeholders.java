package io.epmjit.connector.jira;

import io.epmjit.model.RequestKind;
import jakarta.validation.Constraint;
import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import jakarta.validation.Payload;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Every {@code %%Name%%} in the text is a placeholder of the event that announces a request of this kind. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Constraint(validatedBy = Placeholders.Known.class)
@interface Placeholders {

    RequestKind value();

    String message() default "has a placeholder that no such event has";

    Class<?>[] groups() default {};

    Class<? extends Payload>[] payload() default {};

    /** The check, for the validator. */
    final class Known implements ConstraintValidator<Placeholders, String> {

        private static final Set<String> COMMON =
                Set.of("eventtype", "requestid", "tenantid", "timestamp", "ticketnumber", "reason", "groupid");

        private static final Set<String> ADMIN = Set.of("computerid", "userid", "username", "durationrequested");

        private static final Set<String> APPLICATION =
                Set.of(("applicationtype action workstyle user hostname trustedownership productdescription drivetype"
                                + " btzoneidentifierexists productcode upgradecode clsid comdisplayname token"
                                + " tokenassignmentisshell uactriggered downloadsourceurl userlanguage sha1hash sha256hash"
                                + " filepathobjectid cmdargs publisher productname productversion fileversion"
                                + " applicationgroup message messageid hosttype osname osversion computergroup"
                                + " requestversion hostedfilepath parentprocess storeappname servicename serviceaction"
                                + " authrequesturi bundleinfodescription reputationscoredatetime reputationscore"
                                + " reputationintegrationtype")
                        .split(" "));

        private Set<String> ofThisKind = Set.of();

        @Override
        public void initialize(Placeholders constraint) {
            ofThisKind = constraint.value() == RequestKind.ADMIN ? ADMIN : APPLICATION;
        }

        @Override
        public boolean isValid(@Nullable String template, ConstraintValidatorContext context) {
            List<String> unknown = template == null
                    ? List.of()
                    : SummaryTemplate.placeholdersOf(template).stream()
                            .filter(name -> !isKnown(name.toLowerCase(Locale.ROOT)))
                            .toList();
            if (unknown.isEmpty()) {
                return true;
            }
            context.disableDefaultConstraintViolation();
            context.buildConstraintViolationWithTemplate(unknown.stream()
                            .map(name -> "%%" + name + "%%")
                            .collect(Collectors.joining(", ", "has ", ", which no such event has")))
                    .addConstraintViolation();
            return false;
        }

        private boolean isKnown(String name) {
            return COMMON.contains(name) || ofThisKind.contains(name);
        }
    }
}
