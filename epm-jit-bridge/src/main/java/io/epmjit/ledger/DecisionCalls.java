package io.epmjit.ledger;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/** Calls that proposed decisions, with their first answers: one topic of a {@link LedgerSession}. */
public final class DecisionCalls {

    private final Statements sql;
    private final InstantSource time;

    DecisionCalls(Statements sql, InstantSource time) {
        this.sql = sql;
        this.time = time;
    }

    /**
     * What was answered to a call.
     *
     * @param fingerprint what the call said, in short
     * @param answer the first answer to it
     */
    public record Answered(String fingerprint, String answer) {}

    /** The first answer to this call, if it has come before. */
    public Optional<Answered> find(String caller, String callId) {
        return sql.first(
                "SELECT fingerprint, answer FROM decision_call WHERE caller = ? AND call_id = ?",
                row -> new Answered(row.getString("fingerprint"), row.getString("answer")),
                caller,
                callId);
    }

    /**
     * Takes a call on, to be {@linkplain #answer answered} or {@linkplain #forget forgotten} in the same transaction; one
     * that comes on another node at the same moment waits here. {@code false} if it has come before.
     */
    public boolean begin(String caller, String callId, String fingerprint) {
        return sql.update(
                        "INSERT INTO decision_call (caller, call_id, fingerprint, answer, received_at)"
                                + " VALUES (?, ?, ?, '', ?) ON CONFLICT (caller, call_id) DO NOTHING",
                        caller,
                        callId,
                        fingerprint,
                        time.instant().toEpochMilli())
                == 1;
    }

    /** What is answered to a call that was taken on, now and whenever it comes again. */
    public void answer(String caller, String callId, String answer) {
        sql.update("UPDATE decision_call SET answer = ? WHERE caller = ? AND call_id = ?", answer, caller, callId);
    }

    /** The call has not been answered for good: when it comes again, it is a new one. */
    public void forget(String caller, String callId) {
        sql.update("DELETE FROM decision_call WHERE caller = ? AND call_id = ?", caller, callId);
    }

    /** Forgets the calls that came longer ago than this. */
    public int forgetOlderThan(Duration age) {
        return sql.update(
                "DELETE FROM decision_call WHERE received_at < ?",
                time.instant().minus(age).toEpochMilli());
    }
}
