package io.epmjit.web.internal;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.text.MessageFormat;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What the pages say, in one language: {@code io/epmjit/web/messages_de.properties} for German, in UTF-8. English is what
 * is said where nobody asks for another one that there is. Immutable.
 */
public final class Messages {

    private static final int LONGEST_HEADER = 200;
    private static final String BUNDLE = "/io/epmjit/web/messages";
    private static final List<Locale> SHIPPED = List.of(Locale.ENGLISH, Locale.GERMAN);
    private static final Map<Locale, Optional<Properties>> LOADED = new ConcurrentHashMap<>();

    private final Locale locale;
    private final ZoneId zone;
    private final Properties texts;

    private Messages(Locale locale, ZoneId zone, Properties texts) {
        this.locale = locale;
        this.zone = zone;
        this.texts = texts;
    }

    /**
     * What is said in this language.
     *
     * @throws IllegalArgumentException if there is no such bundle on the class path
     */
    public static Messages in(Locale language, ZoneId zone) {
        Locale plain = Locale.forLanguageTag(language.getLanguage());
        return new Messages(
                plain,
                zone,
                LOADED.computeIfAbsent(plain, Messages::load)
                        .orElseThrow(() -> new IllegalArgumentException("there are no messages in the language " + plain
                                + ": put io/epmjit/web/messages_" + plain + ".properties on the class path")));
    }

    /** What is said in the language that a browser likes best, among those that are shipped. */
    public static Messages accepted(Optional<String> acceptLanguage, ZoneId zone) {
        return in(
                acceptLanguage
                        .filter(header -> header.length() <= LONGEST_HEADER)
                        .flatMap(Messages::liked)
                        .orElse(Locale.ENGLISH),
                zone);
    }

    private static Optional<Locale> liked(String acceptLanguage) {
        try {
            return Optional.ofNullable(Locale.lookup(Locale.LanguageRange.parse(acceptLanguage), SHIPPED));
        } catch (IllegalArgumentException notAsItShouldBe) {
            return Optional.empty();
        }
    }

    private static Optional<Properties> load(Locale language) {
        String name = language.equals(Locale.ENGLISH) ? BUNDLE : BUNDLE + "_" + language.getLanguage();
        try (InputStream file = Messages.class.getResourceAsStream(name + ".properties")) {
            if (file == null) {
                return Optional.empty();
            }
            Properties texts = new Properties();
            texts.load(new InputStreamReader(file, StandardCharsets.UTF_8));
            return Optional.of(texts);
        } catch (IOException e) {
            throw new UncheckedIOException("the messages " + name + " cannot be read", e);
        }
    }

    public Locale locale() {
        return locale;
    }

    /** As HTML names it. */
    public String language() {
        return locale.toLanguageTag();
    }

    /**
     * What is said under this key, with the values in their places.
     *
     * @throws IllegalArgumentException if there is nothing under it
     */
    public String text(String key, Object... values) {
        String text = texts.getProperty(key);
        if (text == null) {
            throw new IllegalArgumentException("the messages in " + language() + " lack " + key);
        }
        return values.length == 0 ? text : new MessageFormat(text, locale).format(values);
    }

    /** What is said under this key, if there is something. */
    public Optional<String> find(String key, Object... values) {
        return texts.containsKey(key) ? Optional.of(text(key, values)) : Optional.empty();
    }

    /** A time as people of this language write it, with its zone. */
    public String time(Instant when) {
        return DateTimeFormatter.ofPattern(text("time.pattern"), locale).format(when.atZone(zone));
    }
}
