package io.epmjit.benchmark.kill;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Which nodes were frozen when, and which calls they had on their way then. */
final class Ice {

    /** A call that was begun before, or goes out right after, as if nothing had been. */
    private static final Duration AROUND = Duration.ofSeconds(5);

    private record Period(String node, Instant from, Instant until) {}

    private record Sent(String node, Instant at) {}

    private final List<Period> periods = new ArrayList<>();
    private final Map<String, Sent> calls = new HashMap<>();

    private Ice() {}

    static Ice of(History history) {
        Ice ice = new Ice();
        history.campaign().stream()
                .filter(entry -> entry.is("frozen"))
                .forEach(entry -> ice.periods.add(new Period(
                        entry.text("node"), Instant.parse(entry.text("from")), Instant.parse(entry.text("until")))));
        history.epm().stream().filter(entry -> entry.is("decision arrived")).forEach(ice::learn);
        history.jira().stream().filter(entry -> entry.is("change arrived")).forEach(ice::learn);
        return ice;
    }

    private void learn(Entry arrival) {
        if (arrival.has("node")) {
            calls.put(
                    arrival.text("of") + arrival.call(),
                    new Sent(arrival.text("node"), Instant.parse(arrival.text("at"))));
        }
    }

    /** Whether one of these was done by a node that was frozen with the call on its way. */
    boolean anyOf(List<Entry> done) {
        return done.stream().anyMatch(this::isOf);
    }

    private boolean isOf(Entry done) {
        Sent sent = calls.get(done.text("of") + done.call());
        return sent != null
                && periods.stream()
                        .anyMatch(period -> period.node().equals(sent.node())
                                && sent.at().isAfter(period.from().minus(AROUND))
                                && sent.at().isBefore(period.until().plus(AROUND)));
    }
}
