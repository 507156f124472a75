package io.epmjit.settings;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Describes the accessor of a settings type as a setting that an administrator fills in. It is written once, beside the
 * accessor, and read by {@link SettingsTable}.
 *
 * <p>A setting is a text, a whole number, {@code true} or {@code false}, a {@code Duration}, a constant of an enum, or of
 * any type with a public static {@code of(String)} that refuses with an {@code IllegalArgumentException}, whose message
 * must not repeat the text: {@link io.epmjit.http.BaseUrl} for the address of another system (https, and http for this
 * machine only), {@code ConnectorId}, {@code Secret}.
 *
 * <p>The rest follows from the accessor itself: a setting is optional if it returns an {@code Optional} or a collection,
 * has a default if the accessor has a body, is required otherwise; it is secret if its type is {@link
 * io.epmjit.webhook.Secret} or a supplier of one. Constraints stand beside it as Jakarta Validation annotations, each
 * with a message that completes the sentence <em>Project Key …</em>.
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface Setting {

    /** The key below the table's prefix, such as {@code project-key}: small letters, digits, dots and dashes. */
    String key();

    /** What the product's own guide or console calls it, such as {@code Project Key}. */
    String label();

    /** One or two sentences that say what it is for. */
    String text();

    /** A value as it would be written, for the documentation and for faults. Required settings should have one. */
    String example() default "";
}
