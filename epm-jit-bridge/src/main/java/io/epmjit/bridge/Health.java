package io.epmjit.bridge;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/** How a bridge is at one moment, and why. Immutable. */
public final class Health {

    /** Whether the bridge does its work. */
    public enum Status {

        /** It does. */
        UP,

        /** It does, but something waits for a person. */
        DEGRADED,

        /** It does not take webhooks, or does not work. */
        DOWN
    }

    /** How bad a finding is. */
    public enum Severity {

        /** Good to know. */
        NOTICE,

        /** Something waits for a person. */
        WARNING,

        /** The bridge does not do its work. */
        FAILURE
    }

    /**
     * One thing that is to be known.
     *
     * @param severity how bad it is
     * @param component what it is about: {@code ledger}, {@code quarantine}, a connector's id
     * @param problem what is wrong
     * @param remedy what to do
     * @param since since when, where that is known
     */
    public record Finding(Severity severity, String component, String problem, String remedy, Optional<Instant> since) {

        public Finding {
            Objects.requireNonNull(severity, "severity");
            Objects.requireNonNull(component, "component");
            Objects.requireNonNull(problem, "problem");
            Objects.requireNonNull(remedy, "remedy");
            Objects.requireNonNull(since, "since");
        }

        static Finding notice(String component, String problem, String remedy) {
            return new Finding(Severity.NOTICE, component, problem, remedy, Optional.empty());
        }

        static Finding warning(String component, String problem, String remedy) {
            return new Finding(Severity.WARNING, component, problem, remedy, Optional.empty());
        }

        static Finding failure(String component, String problem, String remedy) {
            return new Finding(Severity.FAILURE, component, problem, remedy, Optional.empty());
        }

        Finding since(Instant when) {
            return new Finding(severity, component, problem, remedy, Optional.of(when));
        }

        @Override
        public String toString() {
            return severity + " " + component + ": " + problem
                    + since.map(when -> ", since " + when).orElse("") + ". " + remedy;
        }
    }

    private final Instant at;
    private final List<Finding> findings;

    Health(Instant at, List<Finding> findings) {
        this.at = at;
        this.findings = findings.stream()
                .sorted(Comparator.comparing(Finding::severity).reversed())
                .toList();
    }

    /** As bad as the worst finding. */
    public Status status() {
        return findings.stream()
                .map(Finding::severity)
                .max(Comparator.naturalOrder())
                .map(Health::statusOf)
                .orElse(Status.UP);
    }

    private static Status statusOf(Severity worst) {
        return switch (worst) {
            case NOTICE -> Status.UP;
            case WARNING -> Status.DEGRADED;
            case FAILURE -> Status.DOWN;
        };
    }

    /** What is to be known, the worst first. */
    public List<Finding> findings() {
        return findings;
    }

    /** When it was found, by the ledger's clock. */
    public Instant at() {
        return at;
    }

    @Override
    public String toString() {
        return findings.stream().map(Finding::toString).collect(Collectors.joining("; ", status() + " ", ""));
    }
}
