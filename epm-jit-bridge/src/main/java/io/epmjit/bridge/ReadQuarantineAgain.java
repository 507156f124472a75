package io.epmjit.bridge;

import io.epmjit.ledger.RecurringTask;
import io.epmjit.ledger.TaskRun;
import io.epmjit.webhook.WebhookSource;
import java.time.Duration;
import java.util.Optional;

/** Once a source reads bodies in another way than before, what waits for it is read again. */
final class ReadQuarantineAgain implements RecurringTask {

    static final String BY = "the source's new set-up";

    private final WebhookSource source;
    private final Quarantine quarantine;

    ReadQuarantineAgain(WebhookSource source, Quarantine quarantine) {
        this.source = source;
        this.quarantine = quarantine;
    }

    @Override
    public String name() {
        return "quarantine:" + source.name();
    }

    @Override
    public Duration interval() {
        return Duration.ofMinutes(1);
    }

    /** What this version of the library makes of a body may differ from the one before, too. */
    @Override
    public void run(TaskRun run) {
        String now = source.fingerprint() + " "
                + Optional.ofNullable(WebhookSource.class.getPackage().getImplementationVersion())
                        .orElse("");
        if (run.bookmark().filter(now::equals).isEmpty()
                && quarantine.replay(source.name(), BY, run.deadline()).isPresent()) {
            run.stopAt(now);
        }
    }
}
