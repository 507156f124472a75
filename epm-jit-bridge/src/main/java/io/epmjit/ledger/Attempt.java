package io.epmjit.ledger;

import io.epmjit.model.EpmJitException;
import io.epmjit.model.Retryability;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** One run of a handler for one claim, and what its failures mean. */
final class Attempt implements EffectCall {

    private static final Logger log = LoggerFactory.getLogger(Attempt.class);

    private final Ledger ledger;
    private final Claim claim;
    private final Instant deadline;
    private final Duration lookAfter;
    private boolean departed;

    Attempt(Ledger ledger, Claim claim, Instant deadline, Duration lookAfter) {
        this.ledger = ledger;
        this.claim = claim;
        this.deadline = deadline;
        this.lookAfter = lookAfter;
    }

    Outcome run(EffectHandler handler) {
        MDC.put("epmjit.request", claim.origin().key().id());
        MDC.put("epmjit.tenant", claim.origin().key().system());
        try {
            return switch (claim.task()) {
                case PERFORM -> handler.perform(this);
                case LOOK -> handler.look(this);
                case LOOK_AGAIN -> handler.lookAgain(this);
            };
        } catch (EpmJitException e) {
            return meaningOf(e);
        } catch (RuntimeException e) {
            log.warn(
                    "An unexpected failure of {} for {}",
                    claim.effect().key(),
                    claim.origin().key(),
                    e);
            String why = "an unexpected " + e.getClass().getSimpleName() + "; the log has it";
            return departed || claim.looks() ? Outcome.unknown(why) : Outcome.again(why);
        } finally {
            MDC.remove("epmjit.request");
            MDC.remove("epmjit.tenant");
        }
    }

    /** A look changes nothing, so its failure leaves the outcome as unknown as it was. */
    private Outcome meaningOf(EpmJitException e) {
        if (claim.looks()) {
            return Outcome.unknown(String.valueOf(e.getMessage()));
        }
        if (e.retryability() == Retryability.OUTCOME_UNKNOWN && !departed) {
            return Outcome.again(String.valueOf(e.getMessage()));
        }
        return Outcome.failed(e);
    }

    /** Whether the call went out while this worker held the effect. */
    boolean hasDeparted() {
        return departed;
    }

    @Override
    public Effect effect() {
        return claim.effect();
    }

    @Override
    public Origin origin() {
        return claim.origin();
    }

    @Override
    public Instant deadline() {
        return deadline;
    }

    @Override
    public Outcome send(LedgerWork<Optional<Outcome>> instead, Supplier<Outcome> request) {
        if (departed || claim.looks()) {
            throw new IllegalStateException("an attempt sends one call, and a look sends none");
        }
        Optional<Outcome> obstacle = ledger.write(session -> {
            session.origins().keep(claim.origin().id());
            return instead.run(session).or(() -> depart(session));
        });
        departed = obstacle.isEmpty();
        return obstacle.orElseGet(request);
    }

    private Optional<Outcome> depart(LedgerSession session) {
        return session.claims().depart(claim, lookAfter)
                ? Optional.empty()
                : Optional.of(Outcome.again("the lease was lost before the call"));
    }

    @Override
    public <T> T ledger(LedgerWork<T> read) {
        return ledger.read(read);
    }
}
