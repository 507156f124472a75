package io.epmjit.ledger;

import java.util.List;
import java.util.Optional;

/**
 * What was intended outside and has been given up: to be read, done again or laid aside by an operator. It stays on record
 * in any case. Safe for use by several threads.
 */
public final class DeadLetters {

    private final Ledger ledger;
    private final HandlerBook handlers;

    DeadLetters(Ledger ledger, HandlerBook handlers) {
        this.ledger = ledger;
        this.handlers = handlers;
    }

    /** The dead letters that the filter lets through, the newest first. */
    public List<DeadLetter> list(DeadLetterFilter filter) {
        return ledger.read(session -> session.effects().dead(filter).stream()
                .map(effect -> letter(session, effect))
                .toList());
    }

    /** One of them; empty if there is none with this number, or it has been replayed or dropped. */
    public Optional<DeadLetter> find(long id) {
        return ledger.read(session -> session.effects().dead(id).map(effect -> letter(session, effect)));
    }

    /** {@link #replay(long, Operator)} for a program. */
    public Optional<String> replay(long id, String by) {
        return replay(id, Operator.inCode(by));
    }

    /**
     * Has it done again, as soon as a worker is free and its target is not held: looked for first, if a call for it may
     * have arrived. A decision is sent only while it is valid and EPM still calls the request pending.
     *
     * @param by who wants it, for the record
     * @return empty if it is planned again; or why it is not
     */
    public Optional<String> replay(long id, Operator by) {
        return ledger.write(session -> {
            Optional<Effect> dead = session.effects().dead(id);
            if (dead.isEmpty()) {
                return Optional.of("there is no dead letter " + id + ": it has been replayed or dropped already");
            }
            Effect effect = dead.get();
            Origin origin = session.origins().get(effect.originId());
            Optional<String> obstacle = obstacle(session, origin, effect);
            if (obstacle.isEmpty()) {
                session.effects().revive(effect);
                handlers.handlerOf(effect).ifPresent(handler -> handler.replayed(session, origin, effect));
            }
            record(
                    session,
                    by,
                    "replay",
                    origin,
                    effect,
                    obstacle.map(why -> "refused: " + why).orElse("planned again"));
            return obstacle;
        });
    }

    /** {@link #drop(long, Operator, String)} for a program. */
    public boolean drop(long id, String by, String why) {
        return drop(id, Operator.inCode(by), why);
    }

    /**
     * Lays it aside for good. It stays on record, with who did so and why.
     *
     * @return {@code false} if there is none with this number
     */
    public boolean drop(long id, Operator by, String why) {
        return ledger.write(session -> {
            Optional<Effect> dead = session.effects().dead(id);
            dead.ifPresent(effect -> {
                String dropped = "dropped: " + why;
                session.effects()
                        .drop(
                                effect,
                                dropped + "; it had ended with: "
                                        + effect.explanation().orElse(""));
                record(session, by, "drop", session.origins().get(effect.originId()), effect, dropped);
            });
            return dead.isPresent();
        });
    }

    private DeadLetter letter(LedgerSession session, Effect effect) {
        Origin origin = session.origins().get(effect.originId());
        return new DeadLetter(
                effect.id(),
                origin.key(),
                effect.target(),
                effect.action(),
                effect.key(),
                effect.plannedAt(),
                effect.endedAt().orElse(effect.plannedAt()),
                effect.attempts(),
                effect.looks(),
                effect.explanation().orElse(""),
                effect.hasDeparted(),
                obstacle(session, origin, effect));
    }

    private Optional<String> obstacle(LedgerSession session, Origin origin, Effect effect) {
        return handlers.handlerOf(effect)
                .map(handler -> handler.obstacleToReplay(session, origin, effect))
                .orElseGet(() -> Optional.of(
                        "nothing here is set up for " + effect.action() + " at " + effect.target() + " any more"));
    }

    private static void record(
            LedgerSession session, Operator by, String action, Origin origin, Effect effect, String outcome) {
        session.audit().operator(by, action, origin, effect.key() + " at " + effect.target() + ": " + outcome);
    }
}
