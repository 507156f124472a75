package io.epmjit.settings;

import jakarta.validation.Constraint;
import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import jakarta.validation.Payload;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.net.URI;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The base address of another system: {@code https}, and {@code http} only for this very machine; a host, perhaps a port
 * and a context path, with or without a slash at its end; no user, query or fragment.
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Constraint(validatedBy = WebAddress.Rules.class)
public @interface WebAddress {

    /** Replaced by the rule that is broken. */
    String message() default "must be the address of a web site";

    Class<?>[] groups() default {};

    Class<? extends Payload>[] payload() default {};

    /** The rules, for the validator. */
    final class Rules implements ConstraintValidator<WebAddress, URI> {

        private static final Pattern LOOPBACK = Pattern.compile("localhost|127(\\.\\d{1,3}){3}|\\[::1]");

        @Override
        public boolean isValid(@Nullable URI address, ConstraintValidatorContext context) {
            Optional<String> broken = address == null ? Optional.empty() : brokenRule(address);
            broken.ifPresent(rule -> {
                context.disableDefaultConstraintViolation();
                context.buildConstraintViolationWithTemplate(rule).addConstraintViolation();
            });
            return broken.isEmpty();
        }

        private static Optional<String> brokenRule(URI address) {
            String scheme = address.getScheme();
            String host = address.getHost();
            if (host == null || !("https".equalsIgnoreCase(scheme) || "http".equalsIgnoreCase(scheme))) {
                return Optional.of("must be a whole address that begins with https:// and names a host");
            }
            if ("http".equalsIgnoreCase(scheme) && !LOOPBACK.matcher(host).matches()) {
                return Optional.of("must begin with https://, because credentials are sent there (http:// is accepted"
                        + " only for localhost)");
            }
            if (address.getRawUserInfo() != null) {
                return Optional.of("must not contain a user or a password; they have settings of their own");
            }
            if (address.getRawQuery() != null || address.getRawFragment() != null) {
                return Optional.of("must end with the host or a path, without ? and #");
            }
            return Optional.empty();
        }
    }
}
