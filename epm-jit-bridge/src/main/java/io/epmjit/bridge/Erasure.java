package io.epmjit.bridge;

import io.epmjit.bridge.ErasureReport.Kept;
import io.epmjit.ledger.Body;
import io.epmjit.ledger.ErasedNames;
import io.epmjit.ledger.KeptBody;
import io.epmjit.ledger.Ledger;
import io.epmjit.ledger.LedgerSession;
import io.epmjit.ledger.LedgerWork;
import io.epmjit.ledger.Origin;
import io.epmjit.model.TicketRef;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.LongFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One order to forget a person, carried out in small steps. Carried out again, it goes on where it stopped. */
final class Erasure {

    private static final int STEP = 100;
    private static final Pattern ESCAPE = Pattern.compile("\\\\(?:u(\\p{XDigit}{4})|(.))", Pattern.DOTALL);

    private final Ledger ledger;
    private final ErasureOrder order;
    private final ErasedNames names;

    Erasure(Ledger ledger, ErasureOrder order) {
        this.ledger = ledger;
        this.order = order;
        this.names = new ErasedNames(order.names());
    }

    /** What one step, or all of them, did. */
    private static final class Done {

        private int requests;
        private int decisions;
        private int bodies;
        private final List<TicketRef> tickets = new ArrayList<>();
        private final List<Kept> kept = new ArrayList<>();
        private OptionalLong last = OptionalLong.empty();

        void add(Done step) {
            requests += step.requests;
            decisions += step.decisions;
            bodies += step.bodies;
            tickets.addAll(step.tickets);
            kept.addAll(step.kept);
        }

        void keep(Origin origin, String why) {
            kept.add(new Kept(Requests.tenant(origin) + " " + Requests.of(origin), why));
        }
    }

    ErasureReport carryOut() {
        Done done = new Done();
        inSteps(done, after -> session -> removeRequests(session, after));
        inSteps(done, after -> session -> forgetApprover(session, after));
        inSteps(done, after -> session -> clearQuarantine(session, after));
        List<String> onTrail = ledger.write(session -> forgetOnTrail(session, done));
        return ErasureReport.builder()
                .requests(done.requests)
                .decisions(done.decisions)
                .bodies(done.bodies)
                .tickets(done.tickets)
                .kept(done.kept)
                .onTrail(onTrail)
                .isScrubbed(ledger.scrub())
                .build();
    }

    /** Does the step behind what the last one came to, in a transaction each, until it comes to nothing more. */
    private void inSteps(Done done, LongFunction<LedgerWork<Done>> stepAfter) {
        for (OptionalLong last = OptionalLong.of(0); last.isPresent(); ) {
            Done step = ledger.write(stepAfter.apply(last.getAsLong()));
            done.add(step);
            last = step.last;
        }
    }

    private Done removeRequests(LedgerSession session, long after) {
        Done step = new Done();
        for (Origin origin : session.records().requestedBy(order.names(), after, STEP)) {
            step.last = OptionalLong.of(origin.id());
            if (!origin.state().isOver() && !order.alsoUndecided()) {
                step.keep(origin, "it is not decided: deny it, or order alsoUndecided");
                continue;
            }
            List<TicketRef> tickets = session.history().of(origin).tickets();
            if (session.records().bury(origin)) {
                step.requests++;
                step.tickets.addAll(tickets);
            } else {
                step.keep(origin, "work for it is not finished: give the order again when it is");
            }
        }
        return step;
    }

    private Done forgetApprover(LedgerSession session, long after) {
        Done step = new Done();
        for (Origin origin : session.records().decidedBy(order.names(), after, STEP)) {
            step.last = OptionalLong.of(origin.id());
            if (session.records().hasWork(origin)) {
                step.keep(
                        origin,
                        "a decision of the person is still on its way: give the order again when it has arrived");
                continue;
            }
            step.decisions += session.records().forgetApprover(origin, order.names());
            for (KeptBody body : session.records().bodiesOf(origin)) {
                if (isNamedIn(body.incoming().body())) {
                    session.records().removeBody(body);
                    step.bodies++;
                }
            }
        }
        return step;
    }

    private Done clearQuarantine(LedgerSession session, long after) {
        Done step = new Done();
        for (KeptBody body : session.records().unattributed(after, STEP)) {
            step.last = OptionalLong.of(body.id());
            if (!isNamedIn(body.incoming().body())) {
                continue;
            }
            if (order.alsoUndecided() || body.incoming().quarantined().isEmpty()) {
                session.records().removeBody(body);
                step.bodies++;
            } else {
                step.kept.add(new Kept(
                        "body " + body.id() + " in quarantine",
                        "nobody has looked into it: do so, or order alsoUndecided"));
            }
        }
        return step;
    }

    private List<String> forgetOnTrail(LedgerSession session, Done done) {
        List<String> onTrail = session.records().forgetInTrail(order.names());
        session.audit()
                .operator(
                        order.by(),
                        "erase",
                        onTrail.isEmpty() ? "a person who is not on the trail" : String.join(", ", onTrail),
                        "%d requests and %d bodies removed, %d decisions no longer say who made them, %d things kept"
                                .formatted(done.requests, done.bodies, done.decisions, done.kept.size()));
        return onTrail;
    }

    /** As the name stands there, or as JSON would escape it. */
    private boolean isNamedIn(Body body) {
        String text = body.text();
        return names.areIn(text) || names.areIn(unescaped(text));
    }

    private static String unescaped(String text) {
        return ESCAPE.matcher(text)
                .replaceAll(escape -> Matcher.quoteReplacement(
                        escape.group(1) == null
                                ? escape.group(2)
                                : Character.toString(Integer.parseInt(escape.group(1), 16))));
    }
}
