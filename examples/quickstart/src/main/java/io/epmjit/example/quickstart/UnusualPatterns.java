package io.epmjit.example.quickstart;

import io.epmjit.bridge.JitChange;
import io.epmjit.bridge.JitListener;
import io.epmjit.model.AdminTicketCreated;
import io.epmjit.model.ApplicationTicketCreated;
import io.epmjit.model.JitEvent;
import io.epmjit.model.Placeholder;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Raises what the guide tells to look out for: high volumes of denied requests, requests for unusual applications or
 * privileges, after-hours requests. An example to copy: what is usual differs from company to company. It keeps what it
 * knows in memory; a bridge calls it on one thread.
 */
final class UnusualPatterns implements JitListener {

    private static final int MOST_KNOWN = 10_000;
    private static final int MANY_DENIALS = 5;
    private static final Duration WINDOW = Duration.ofHours(1);
    private static final LocalTime MORNING = LocalTime.of(7, 0);
    private static final LocalTime EVENING = LocalTime.of(19, 0);

    private final ZoneId zone;
    private final Consumer<String> alarm;
    private final Map<String, Deque<Instant>> denials = new HashMap<>();
    private final Set<String> known = Collections.newSetFromMap(new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > MOST_KNOWN;
        }
    });

    /**
     * @param zone where people work from seven to seven
     * @param usual what nobody needs to hear of: names of applications, ids of groups
     * @param alarm is told in a sentence, in which texts of end users stand
     */
    UnusualPatterns(ZoneId zone, Set<String> usual, Consumer<String> alarm) {
        this.zone = zone;
        this.alarm = alarm;
        this.known.addAll(usual);
    }

    @Override
    public void changed(JitChange change) {
        if (change instanceof JitChange.RequestReceived received) {
            unusual(received);
            afterHours(received);
        } else if (change instanceof JitChange.StatusSeen seen && seen.status().isDenied()) {
            denied(seen);
        }
    }

    private void unusual(JitChange.RequestReceived received) {
        JitEvent event = received.event();
        if (event instanceof ApplicationTicketCreated) {
            firstOfItsKind(
                    "application",
                    received,
                    event.text(Placeholder.PRODUCT_NAME).orElse("without a name"));
        } else if (event instanceof AdminTicketCreated) {
            firstOfItsKind(
                    "privilege", received, event.text(Placeholder.GROUP_ID).orElse("without a group"));
        }
    }

    private void firstOfItsKind(String what, JitChange.RequestReceived received, String name) {
        if (known.add(name)) {
            alarm.accept("Request for an unusual " + what + ": " + name + " (" + received.request() + ")");
        }
    }

    private void afterHours(JitChange.RequestReceived received) {
        ZonedDateTime asked = received.at().atZone(zone);
        boolean weekend = asked.getDayOfWeek() == DayOfWeek.SATURDAY || asked.getDayOfWeek() == DayOfWeek.SUNDAY;
        LocalTime time = asked.toLocalTime();
        if (weekend || time.isBefore(MORNING) || time.isAfter(EVENING)) {
            alarm.accept("After-hours request at " + asked.toLocalDateTime() + " (" + received.request() + ")");
        }
    }

    private void denied(JitChange.StatusSeen seen) {
        Deque<Instant> recent = denials.computeIfAbsent(seen.tenant(), tenant -> new ArrayDeque<>());
        recent.addLast(seen.at());
        while (recent.getFirst().isBefore(seen.at().minus(WINDOW))) {
            recent.removeFirst();
        }
        if (recent.size() >= MANY_DENIALS) {
            alarm.accept("High volume of denied requests: " + recent.size() + " within an hour (tenant " + seen.tenant()
                    + ")");
            recent.clear();
        }
    }
}
