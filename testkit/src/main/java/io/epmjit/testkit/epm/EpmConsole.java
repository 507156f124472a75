package io.epmjit.testkit.epm;

import java.time.InstantSource;

/** What people do in EPM's own console. Unlike the API it can always change a decision. Thread-safe. */
public final class EpmConsole {

    private final FakeEpm epm;
    private final InstantSource clock;

    EpmConsole(FakeEpm epm, InstantSource clock) {
        this.epm = epm;
        this.clock = clock;
    }

    /**
     * Approves a request, whatever was decided before.
     *
     * @param duration {@code Once} (for applications only) or a number of seconds
     */
    public EpmRequest approve(String requestId, String duration, String by) {
        EpmRequestKind kind = epm.request(requestId).kind();
        String form = kind == EpmRequestKind.ADMIN ? "[1-9]\\d{0,9}" : "(?i)once|[1-9]\\d{0,9}";
        if (!duration.matches(form)) {
            throw new IllegalArgumentException("not a duration for a request of this kind: " + duration);
        }
        return decide(requestId, EpmDecision.APPROVED, duration, by);
    }

    /** Denies a request, whatever was decided before. */
    public EpmRequest deny(String requestId, String by) {
        return decide(requestId, EpmDecision.DENIED, "", by);
    }

    private EpmRequest decide(String requestId, String status, String duration, String by) {
        return epm.decideInConsole(
                requestId,
                new EpmDecision(
                        status,
                        duration,
                        by,
                        "decided in the console",
                        clock.instant(),
                        DecisionOrigin.CONSOLE,
                        DecisionEffect.EFFECTIVE));
    }
}
