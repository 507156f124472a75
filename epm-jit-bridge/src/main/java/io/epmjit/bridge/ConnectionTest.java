package io.epmjit.bridge;

import io.epmjit.http.ConnectionStatus;
import io.epmjit.http.ConnectionStatus.Finding;
import io.epmjit.ledger.TrailEntry;
import io.epmjit.ledger.TrailRecord;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A test of all connections that an operator asked for, as the audit trail keeps it, so that every node can show it.
 *
 * @param at when it was over
 * @param by who asked for it
 * @param found what it found: by {@code EPM of} a tenant, and by connector
 */
public record ConnectionTest(Instant at, String by, Map<String, ConnectionStatus> found) {

    private static final Pattern LINE = Pattern.compile("(.+?) = ([A-Z_]+): (.+)");

    public ConnectionTest {
        found = Collections.unmodifiableMap(new LinkedHashMap<>(found));
    }

    /** One line for each connection. */
    static String written(Map<String, ConnectionStatus> found) {
        return found.entrySet().stream()
                .map(one -> one.getKey() + " = " + one.getValue().toString().replaceAll("\\R", " "))
                .collect(Collectors.joining("\n"));
    }

    static ConnectionTest read(TrailRecord record) {
        TrailEntry entry = record.entry();
        Map<String, ConnectionStatus> found = new LinkedHashMap<>();
        for (String line : entry.detail().orElse("").lines().toList()) {
            Matcher parts = LINE.matcher(line);
            if (parts.matches()) {
                finding(parts.group(2))
                        .ifPresent(finding -> found.put(parts.group(1), status(finding, parts.group(3))));
            }
        }
        return new ConnectionTest(record.at(), entry.by().orElse(""), found);
    }

    /** Another version may have known other findings. */
    private static Optional<Finding> finding(String name) {
        for (Finding finding : Finding.values()) {
            if (finding.name().equals(name)) {
                return Optional.of(finding);
            }
        }
        return Optional.empty();
    }

    private static ConnectionStatus status(Finding finding, String message) {
        return finding == Finding.OK ? ConnectionStatus.ok() : ConnectionStatus.fault(finding, message);
    }
}
