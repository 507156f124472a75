package io.epmjit.bridge;

import io.epmjit.ledger.LedgerSession;
import io.epmjit.ledger.Origin;
import io.epmjit.ledger.RecurringTask;
import io.epmjit.ledger.TaskRun;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Reminds of a tenant's requests that nobody has decided for long. */
final class Reminders implements RecurringTask {

    private static final int MOST_AT_ONCE = 100;

    private final String tenant;
    private final RequestFlow requests;
    private final Duration patience;
    private final FollowUpSettings settings;

    Reminders(String tenant, RequestFlow requests, Duration patience, FollowUpSettings settings) {
        this.tenant = tenant;
        this.requests = requests;
        this.patience = patience;
        this.settings = settings;
    }

    @Override
    public String name() {
        return "remind:" + tenant;
    }

    @Override
    public Duration interval() {
        return Duration.ofMinutes(1);
    }

    @Override
    public void run(TaskRun run) {
        int reminded;
        do {
            reminded = run.ledger().<Integer>write(this::remind);
        } while (reminded == MOST_AT_ONCE && run.ledger().clock().instant().isBefore(run.deadline()));
    }

    private int remind(LedgerSession session) {
        Instant now = session.now();
        List<Origin> overdue =
                new ArrayList<>(session.undecided().waitingSince(tenant, now.minus(patience), MOST_AT_ONCE));
        settings.remindAgainAfter()
                .ifPresent(pause -> overdue.addAll(
                        session.undecided().remindedBefore(tenant, now.minus(pause), MOST_AT_ONCE - overdue.size())));
        for (Origin origin : overdue) {
            requests.overdue(session, origin, session.undecided().since(origin).orElse(now));
        }
        return overdue.size();
    }
}
