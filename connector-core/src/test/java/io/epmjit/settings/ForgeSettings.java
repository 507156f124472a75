package io.epmjit.settings;

import io.epmjit.http.BaseUrl;
import io.epmjit.webhook.Secret;
import jakarta.validation.Constraint;
import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import jakarta.validation.Payload;
import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.immutables.value.Value;
import org.jspecify.annotations.Nullable;

/** Settings as somebody else's connector would have them: one of each kind. */
@Value.Immutable
@ForgeSettings.Style
@ForgeSettings.AssigneeIsNoProject
public abstract class ForgeSettings {

    private static final SettingsTable<ForgeSettings, Builder> TABLE =
            SettingsTable.of(ForgeSettings.class, "forge", "Forge", Builder::new, Builder::unchecked);

    /** How a ticket ends. */
    public enum Ending {
        CLOSE,
        LEAVE_OPEN
    }

    @Value.Style(
            visibility = Value.Style.ImplementationVisibility.PACKAGE,
            overshadowImplementation = true,
            validationMethod = Value.Style.ValidationMethod.NONE)
    @Retention(RetentionPolicy.SOURCE)
    @interface Style {}

    /** A rule about two settings at once. */
    @Target(ElementType.TYPE)
    @Retention(RetentionPolicy.RUNTIME)
    @Constraint(validatedBy = AssigneeIsNoProject.Check.class)
    @interface AssigneeIsNoProject {

        String message() default "must not assign tickets to their own project";

        Class<?>[] groups() default {};

        Class<? extends Payload>[] payload() default {};

        final class Check implements ConstraintValidator<AssigneeIsNoProject, ForgeSettings> {
            @Override
            public boolean isValid(ForgeSettings settings, ConstraintValidatorContext context) {
                return settings.assignee()
                        .filter(name -> name.equals("@" + settings.project()))
                        .isEmpty();
            }
        }
    }

    public static Builder builder() {
        return new Builder();
    }

    public static ForgeSettings from(Function<String, @Nullable String> lookup) {
        return TABLE.read("forge", lookup);
    }

    public static ForgeSettings from(String prefix, Function<String, @Nullable String> lookup) {
        return TABLE.read(prefix, lookup);
    }

    public static SettingsTable<ForgeSettings, Builder> table() {
        return TABLE;
    }

    @Setting(key = "url", label = "Forge URL", text = "Where the forge is.", example = "https://forge.example/")
    public abstract BaseUrl url();

    @Setting(key = "token", label = "Access Token", text = "The token of the account.")
    public abstract Supplier<Secret> token();

    @Setting(key = "project", label = "Project", text = "Where tickets go | stay.", example = "JIT")
    @Pattern(regexp = "[A-Z]{2,10}", message = "must be 2 to 10 capital letters")
    public abstract String project();

    @Setting(key = "assignee", label = "Assignee", text = "Who gets them.")
    @Pattern(regexp = "@.+", message = "must begin with @")
    public abstract Optional<String> assignee();

    @Setting(key = "states", label = "Active States", text = "In which a decision may be made.")
    public abstract List<String> states();

    @Setting(key = "delay", label = "Delay", text = "How long the search lags.")
    @Value.Default
    public Duration delay() {
        return Duration.ofSeconds(60);
    }

    @Setting(key = "page-size", label = "Page Size", text = "How many at once.")
    @Min(value = 1, message = "must be at least 1")
    @Max(value = 100, message = "must be at most 100")
    @Value.Default
    public int pageSize() {
        return 50;
    }

    @Setting(key = "ending", label = "Ending", text = "What becomes of a ticket.")
    @Value.Default
    public Ending ending() {
        return Ending.CLOSE;
    }

    @Setting(key = "quiet", label = "Quiet", text = "Whether watchers are told.")
    @Value.Default
    public boolean quiet() {
        return false;
    }

    /** No setting, and yet it has to be right. */
    @AssertTrue(message = "must be a month at most")
    public boolean delayFits() {
        return delay().toDays() <= 30;
    }

    public static final class Builder extends ImmutableForgeSettings.Builder {
        Builder() {}

        public Builder token(Secret token) {
            return token(() -> token);
        }

        ForgeSettings unchecked() {
            return super.build();
        }

        @Override
        public ForgeSettings build() {
            return TABLE.check(unchecked());
        }
    }
}
