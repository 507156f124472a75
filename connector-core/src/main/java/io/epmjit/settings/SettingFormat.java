package io.epmjit.settings;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * How the values of settings are written as text. Its faults complete a sentence that begins with a label; they have no
 * cause, because the JDK's own exceptions quote the text.
 */
final class SettingFormat {

    private static final Pattern SHORT_DURATION = Pattern.compile("(\\d{1,9})\\s*(ms|s|m|h|d)");

    private SettingFormat() {}

    /** @throws IllegalArgumentException with the rest of a sentence that begins with the setting's label */
    static Object read(Class<?> type, String text) {
        if (type == String.class) {
            return text;
        } else if (type == Integer.class) {
            return wholeNumber(text);
        } else if (type == Boolean.class) {
            return yesOrNo(text);
        } else if (type == Duration.class) {
            return duration(text);
        } else if (type.isEnum()) {
            return constant(type, text);
        }
        return byFactory(type, text);
    }

    /** The parts of a list as administrators write it: {@code New, In Progress, On Hold}. */
    static List<Object> readList(Class<?> elementType, String text) {
        List<Object> parts = Arrays.stream(text.split(",", -1))
                .map(String::strip)
                .filter(part -> !part.isEmpty())
                .map(part -> read(elementType, part))
                .toList();
        if (parts.isEmpty()) {
            throw new IllegalArgumentException("names nothing: write names with commas between them, or leave it out");
        }
        return parts;
    }

    static String write(Object value) {
        if (value instanceof Collection<?> list) {
            return list.stream().map(SettingFormat::write).collect(Collectors.joining(", "));
        } else if (value instanceof Duration duration) {
            return shortest(duration);
        } else if (value instanceof Enum<?> constant) {
            return written(constant);
        }
        return value.toString();
    }

    private static Object wholeNumber(String text) {
        try {
            return Integer.valueOf(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("must be a whole number");
        }
    }

    private static Object yesOrNo(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("must be true or false");
        };
    }

    private static Object duration(String text) {
        try {
            Matcher brief = SHORT_DURATION.matcher(text.toLowerCase(Locale.ROOT));
            if (!brief.matches()) {
                return Duration.parse(text);
            }
            long amount = Long.parseLong(brief.group(1));
            return switch (brief.group(2)) {
                case "ms" -> Duration.ofMillis(amount);
                case "s" -> Duration.ofSeconds(amount);
                case "m" -> Duration.ofMinutes(amount);
                case "h" -> Duration.ofHours(amount);
                default -> Duration.ofDays(amount);
            };
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException("must be a length of time such as 500ms, 60s, 5m or 1h");
        }
    }

    private static String shortest(Duration duration) {
        if (duration.toMillisPart() != 0) {
            return duration.toMillis() + "ms";
        } else if (duration.toSecondsPart() != 0 || duration.isZero()) {
            return duration.toSeconds() + "s";
        }
        return duration.toMinutesPart() != 0 ? duration.toMinutes() + "m" : duration.toHours() + "h";
    }

    private static Object constant(Class<?> type, String text) {
        return Arrays.stream(type.getEnumConstants())
                .filter(constant -> written((Enum<?>) constant).equalsIgnoreCase(text.replace('_', '-')))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("must be one of "
                        + Arrays.stream(type.getEnumConstants())
                                .map(constant -> written((Enum<?>) constant))
                                .collect(Collectors.joining(", "))));
    }

    private static String written(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static Object byFactory(Class<?> type, String text) {
        try {
            Method factory = type.getMethod("of", String.class);
            if (!Modifier.isStatic(factory.getModifiers())) {
                throw new IllegalStateException(type.getName() + ".of(String) is not static");
            }
            return factory.invoke(null, text);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof IllegalArgumentException refused) {
                throw new IllegalArgumentException("is not accepted: " + refused.getMessage());
            }
            throw new IllegalStateException(type.getName() + ".of(String) failed", e.getCause());
        } catch (NoSuchMethodException | IllegalAccessException e) {
            throw new IllegalStateException(
                    "a setting of type " + type.getName() + " needs a public static of(String)", e);
        }
    }
}
