package io.epmjit.bridge;

import io.epmjit.connector.DecisionParticular;
import io.epmjit.connector.TicketField;
import io.epmjit.ledger.LedgerSession;
import io.epmjit.ledger.Origin;
import io.epmjit.ledger.Sighting;
import io.epmjit.model.AccessDuration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What EPM, or its webhook, says of a decision: for the note on the ticket, and for the ticket's fields. */
final class Particulars {

    private Particulars() {}

    /** Those of a sighting, as far as it says them. */
    static Map<DecisionParticular, String> of(Sighting seen) {
        Map<DecisionParticular, String> said = new EnumMap<>(DecisionParticular.class);
        add(said, DecisionParticular.DECISION, Optional.of(seen.status().value()));
        add(said, DecisionParticular.DECISION_TIME, seen.decidedAt());
        add(said, DecisionParticular.DECISION_PERFORMED_BY_USER, seen.decidedBy());
        add(said, DecisionParticular.DURATION, seen.duration().map(Particulars::readable));
        add(said, DecisionParticular.START_TIME, seen.startsAt());
        add(said, DecisionParticular.END_TIME, seen.endsAt());
        return said;
    }

    /** The same; and what EPM itself does not say, its webhook may have said of the same answer. */
    static Map<DecisionParticular, String> completed(LedgerSession session, Origin origin, Sighting seen) {
        Map<DecisionParticular, String> said = of(seen);
        session.sightings()
                .reported(origin)
                .map(session.sightings()::get)
                .filter(report -> report.status().equals(seen.status()))
                .ifPresent(report -> of(report).forEach(said::putIfAbsent));
        return said;
    }

    /** As a note lists them. */
    static List<TicketField> listed(Map<DecisionParticular, String> said) {
        return said.entrySet().stream()
                .map(one -> new TicketField(one.getKey().label(), one.getValue()))
                .toList();
    }

    private static void add(
            Map<DecisionParticular, String> said, DecisionParticular particular, Optional<String> text) {
        text.filter(words -> !words.isBlank()).ifPresent(words -> said.put(particular, words));
    }

    private static String readable(String wireDuration) {
        return AccessDuration.fromWire(wireDuration)
                .map(AccessDuration::toString)
                .orElse(wireDuration);
    }
}
