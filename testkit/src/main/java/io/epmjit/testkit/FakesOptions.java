package io.epmjit.testkit;

import io.epmjit.testkit.epm.SecondDecision;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What was said on the command line of {@link Fakes}. */
final class FakesOptions {

    static final String HELP = """
            Starts EPM and Jira Cloud as they are publicly known, on this machine only.

              --epm-port=N            where EPM listens (default: a free port)
              --jira-port=N           where Jira listens (default: a free port)
              --webhook-url=URL       EPM sends its four events there, with Basic authentication
              --pending=N             so many pending requests of each kind (default: 3)
              --second-decision=WHAT  overwrites, conflict or ignored (default: overwrites)
              --search-delay=SECONDS  how long Jira's search does not see what is new (default: 5)
              --journal=FILE          append what the fakes did, one JSON object a line
              --help                  say this

            Prints NAME=value lines, then READY, and runs until it is ended. Lines on standard input are obeyed, each
            with one line for an answer:

              application, admin      a user asks for that: REQUEST_ID=…
              approve REQUEST_ID DURATION, deny REQUEST_ID
                                      somebody decides in EPM's own console: STATUS=…""";

    private static final Set<String> KNOWN = Set.of(
            "epm-port", "jira-port", "webhook-url", "pending", "second-decision", "search-delay", "journal", "help");

    private final Map<String, String> values;

    private FakesOptions(Map<String, String> values) {
        this.values = values;
    }

    /** @throws IllegalArgumentException if an argument is unknown or not in order; the message says which */
    static FakesOptions parse(List<String> arguments) {
        Map<String, String> values = new HashMap<>();
        for (String argument : arguments) {
            int equals = argument.indexOf('=');
            String name =
                    argument.startsWith("--") ? argument.substring(2, equals < 0 ? argument.length() : equals) : "";
            if (!KNOWN.contains(name) || (equals < 0 && !name.equals("help"))) {
                throw new IllegalArgumentException("not an option: " + argument);
            }
            values.put(name, equals < 0 ? "" : argument.substring(equals + 1));
        }
        FakesOptions options = new FakesOptions(values);
        options.check();
        return options;
    }

    private void check() {
        number("epm-port", 0, 65_535);
        number("jira-port", 0, 65_535);
        number("pending", 0, 1_000_000);
        number("search-delay", 0, 86_400);
        secondDecision();
        webhookUrl();
    }

    boolean help() {
        return values.containsKey("help");
    }

    int epmPort() {
        return number("epm-port", 0, 65_535);
    }

    int jiraPort() {
        return number("jira-port", 0, 65_535);
    }

    int pending() {
        return values.containsKey("pending") ? number("pending", 0, 1_000_000) : 3;
    }

    Duration searchDelay() {
        return Duration.ofSeconds(values.containsKey("search-delay") ? number("search-delay", 0, 86_400) : 5);
    }

    SecondDecision secondDecision() {
        String what = values.getOrDefault("second-decision", "overwrites").toUpperCase(Locale.ROOT);
        try {
            return SecondDecision.valueOf(what);
        } catch (IllegalArgumentException unknown) {
            throw new IllegalArgumentException("--second-decision is overwrites, conflict or ignored", unknown);
        }
    }

    Optional<URI> webhookUrl() {
        return Optional.ofNullable(values.get("webhook-url")).map(text -> {
            if (!text.matches("https?://[^\\s/]+.*")) {
                throw new IllegalArgumentException("--webhook-url is not an http URL: " + text);
            }
            return URI.create(text);
        });
    }

    Optional<Path> journal() {
        return Optional.ofNullable(values.get("journal")).map(Path::of);
    }

    private int number(String name, int least, int most) {
        String text = values.getOrDefault(name, "0");
        long number = text.matches("\\d{1,9}") ? Long.parseLong(text) : -1;
        if (number < least || number > most) {
            throw new IllegalArgumentException("--" + name + " is a number from " + least + " to " + most);
        }
        return (int) number;
    }
}
