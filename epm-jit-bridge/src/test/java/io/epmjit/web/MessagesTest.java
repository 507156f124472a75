package io.epmjit.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.epmjit.decision.Refusal;
import io.epmjit.ledger.DecisionState;
import io.epmjit.model.DurationLimits;
import io.epmjit.web.internal.Messages;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.MessageFormat;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the pages say: in every language the same, and where the guides have words for it, in theirs. */
class MessagesTest {

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{(\\d+)[^}]*}");
    private static final Pattern KEY_IN_SOURCES =
            Pattern.compile("says(?:\\(\\))?\\s*\\.text\\(\\s*\"([a-zA-Z0-9._-]+)\"");

    private static final Messages ENGLISH = Messages.in(Locale.ENGLISH, ZoneOffset.UTC);

    private static Properties bundle(String name) {
        try (InputStream file = MessagesTest.class.getResourceAsStream(name)) {
            Properties texts = new Properties();
            texts.load(new InputStreamReader(file, StandardCharsets.UTF_8));
            return texts;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Properties> bundles() {
        return List.of(bundle("messages.properties"), bundle("messages_de.properties"));
    }

    @Test
    void everyLanguageSaysTheSameThingsWithTheSameValues() {
        Properties english = bundle("messages.properties");
        Properties german = bundle("messages_de.properties");
        assertThat(german.stringPropertyNames()).isEqualTo(english.stringPropertyNames());
        for (String key : english.stringPropertyNames()) {
            assertThat(placeholders(german.getProperty(key))).as(key).isEqualTo(placeholders(english.getProperty(key)));
            assertThat(german.getProperty(key)).as(key).isNotBlank();
        }
    }

    private static Set<String> placeholders(String text) {
        return PLACEHOLDER.matcher(text).results().map(found -> found.group(1)).collect(Collectors.toSet());
    }

    @Test
    void everyTextWithValuesCanBeFormattedAndShowsThem() {
        for (Properties texts : bundles()) {
            for (String key : texts.stringPropertyNames()) {
                Set<String> wanted = new TreeSet<>(placeholders(texts.getProperty(key)));
                if (!wanted.isEmpty()) {
                    Object[] values = {7_654, 3_210};
                    assertThat(new MessageFormat(texts.getProperty(key), Locale.ENGLISH).format(values))
                            .as(key)
                            .doesNotContain("{", "}")
                            .containsPattern("7,?654");
                }
            }
        }
    }

    @Test
    void nothingIsAskedForThatIsNotThereAndEveryStateHasItsWords() throws IOException {
        Properties english = bundle("messages.properties");
        assertThat(english.stringPropertyNames()).containsAll(keysInSources());
        assertThat(keysInSources()).hasSizeGreaterThan(40);
        for (DecisionState state : DecisionState.values()) {
            assertThat(ENGLISH.find("decision." + state)).as("%s", state).isPresent();
        }
        Set<Refusal> notOnPages = EnumSet.of(
                Refusal.AMBIGUOUS_REQUEST,
                Refusal.TOO_LONG,
                Refusal.DURATION_OUT_OF_RANGE,
                Refusal.TICKET_UNREADABLE,
                Refusal.TICKET_STRANGE,
                Refusal.ASSERTED_ONLY,
                Refusal.NOT_UNCONFIRMED,
                Refusal.DENIED_SINCE,
                Refusal.CALL_ID_REUSED);
        for (Refusal refusal : EnumSet.complementOf(EnumSet.copyOf(notOnPages))) {
            assertThat(ENGLISH.find("refusal." + refusal)).as("%s", refusal).isPresent();
        }
    }

    /** As templates and classes name them. */
    private static Set<String> keysInSources() throws IOException {
        Set<String> keys = new TreeSet<>();
        for (Path sources : List.of(Path.of("src/main/jte"), Path.of("src/main/java/io/epmjit/web"))) {
            try (Stream<Path> files = Files.walk(sources)) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    KEY_IN_SOURCES
                            .matcher(Files.readString(file))
                            .results()
                            .map(found -> found.group(1))
                            .filter(key -> !key.endsWith("."))
                            .forEach(keys::add);
                }
            }
        }
        return keys;
    }

    @Test
    void theGuidesMessagesAreTheirs() {
        assertThat(ENGLISH.text("refusal.REASON_MISSING")).isEqualTo(DurationLimits.REASON_REQUIRED);
        assertThat(ENGLISH.text("refusal.REASON_MISSING")).isEqualTo("Please enter a reason");
        assertThat(ENGLISH.text("fault.amount", 5, 1440)).isEqualTo("Enter a number between 5 and 1440");
        assertThat(ENGLISH.text("fault.amount", 1, 24)).isEqualTo("Enter a number between 1 and 24");
        assertThat(ENGLISH.text("refusal.INACTIVE"))
                .isEqualTo("You cannot modify the decision because this request is inactive");
        assertThat(ENGLISH.text("refusal.FINAL"))
                .isEqualTo("The server has accepted the decision. It is now final and cannot be changed");
    }

    @Test
    void numbersOfThingsAgreeWithTheirNouns() {
        assertThat(ENGLISH.text("duration.minutes", 1)).isEqualTo("1 minute");
        assertThat(ENGLISH.text("duration.minutes", 90)).isEqualTo("90 minutes");
        assertThat(Messages.in(Locale.GERMAN, ZoneOffset.UTC).text("duration.hours", 1))
                .isEqualTo("1 Stunde");
    }
}
