package io.epmjit.bridge;

import io.epmjit.ledger.Ledger;
import io.epmjit.ledger.Origin;
import io.epmjit.ledger.RecurringTask;
import io.epmjit.ledger.TaskRun;
import java.time.Duration;
import java.util.List;

/** Asks the routes again about requests that are held: somebody may have corrected them, or their conditions work again. */
final class RouteAgain implements RecurringTask {

    private static final int PAGE = 100;

    private final Routes routes;
    private final RequestFlow requests;

    RouteAgain(Routes routes, RequestFlow requests) {
        this.routes = routes;
        this.requests = requests;
    }

    @Override
    public String name() {
        return "routes";
    }

    @Override
    public Duration interval() {
        return Duration.ofMinutes(1);
    }

    @Override
    public void run(TaskRun run) {
        long above = 0;
        for (List<Origin> page = held(run.ledger(), above); !page.isEmpty(); page = held(run.ledger(), above)) {
            for (Origin origin : page) {
                above = origin.id();
                route(run.ledger(), origin);
            }
            if (run.ledger().clock().instant().isAfter(run.deadline())) {
                return;
            }
        }
    }

    private static List<Origin> held(Ledger ledger, long above) {
        return ledger.read(session -> session.origins().held(above, PAGE));
    }

    private void route(Ledger ledger, Origin origin) {
        Routing routing = routes.of(origin);
        if (!routing.heldBecause().equals(origin.heldBecause())) {
            ledger.write(session -> {
                requests.letGo(session, session.origins().get(origin.id()), routing);
                return origin.id();
            });
        }
    }
}
