package io.epmjit.bridge;

import io.epmjit.client.EpmClient;
import io.epmjit.connector.CallContext;
import io.epmjit.http.ConnectionStatus;
import io.epmjit.ledger.Ledger;
import io.epmjit.ledger.Operator;
import io.epmjit.ledger.TrailEntry;
import io.epmjit.ledger.TrailQuery;
import io.epmjit.ledger.TrailRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Tries every EPM and every tracker, and puts on the trail what an operator has had tried. */
final class ConnectionTests {

    private static final Duration LONGEST = Duration.ofSeconds(60);
    private static final String SUBJECT = "connections";

    private final Ledger ledger;
    private final Map<String, EpmClient> clients;
    private final Trackers trackers;

    ConnectionTests(Ledger ledger, Map<String, EpmClient> clients, Trackers trackers) {
        this.ledger = ledger;
        this.clients = clients;
        this.trackers = trackers;
    }

    Map<String, ConnectionStatus> run() {
        Map<String, ConnectionStatus> found = new LinkedHashMap<>();
        clients.forEach((tenant, epm) -> found.put("EPM of " + tenant, epm.testConnection()));
        CallContext call =
                CallContext.builder().deadline(Instant.now().plus(LONGEST)).build();
        trackers.all().forEach(connector -> found.put(connector.id().value(), connector.testConnection(call)));
        return found;
    }

    Map<String, ConnectionStatus> run(Operator by) {
        Map<String, ConnectionStatus> found = run();
        long faults = found.values().stream().filter(status -> !status.isOk()).count();
        ledger.<Long>write(session -> session.audit()
                .append(TrailEntry.of(by)
                        .action("test")
                        .subject(SUBJECT)
                        .outcome(faults + " of " + found.size() + " do not work")
                        .detail(ConnectionTest.written(found))
                        .build()));
        return found;
    }

    Optional<ConnectionTest> last() {
        TrailQuery tests = TrailQuery.builder().subject(SUBJECT).build();
        return ledger.<List<TrailRecord>>read(session -> session.audit().newest(tests, Long.MAX_VALUE, 1)).stream()
                .findFirst()
                .map(ConnectionTest::read);
    }
}
