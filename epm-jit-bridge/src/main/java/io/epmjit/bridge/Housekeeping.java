package io.epmjit.bridge;

import io.epmjit.ledger.RecurringTask;
import io.epmjit.ledger.Source;
import java.util.List;

/** What a bridge does again and again for the ledger's own sake; nothing happens in it that has consequences outside. */
final class Housekeeping implements Source {

    private final List<RecurringTask> tasks;

    Housekeeping(RecurringTask... tasks) {
        this.tasks = List.of(tasks);
    }

    @Override
    public void register(Handlers handlers) {}

    @Override
    public List<RecurringTask> tasks() {
        return tasks;
    }
}
