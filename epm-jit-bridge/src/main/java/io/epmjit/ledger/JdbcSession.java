package io.epmjit.ledger;

import io.epmjit.model.AccessDuration;
import io.epmjit.model.Decision;
import io.epmjit.model.DecisionStatus;
import io.epmjit.model.Retryability;
import io.epmjit.model.TicketRef;
import java.net.URI;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The ledger's statements, in the SQL that every database of ours understands. */
final class JdbcSession extends LedgerSession {

    private static final String UNFINISHED = "('PLANNED', 'IN_FLIGHT', 'UNKNOWN')";

    static final String FIND_ORIGINS = "SELECT * FROM origin WHERE kind = ? AND external_id = ? ORDER BY id";

    /** A partial index serves only a query that repeats the index's own condition. */
    static final String DUE = "SELECT * FROM effect e WHERE state IN " + UNFINISHED + " AND state <> 'IN_FLIGHT'"
            + " AND target = ? AND due_at <= ? AND (lease_until IS NULL OR lease_until <= ?)"
            + " AND NOT EXISTS (SELECT 1 FROM effect b WHERE b.origin_id = e.origin_id"
            + " AND b.target = e.target AND b.id < e.id AND b.state IN " + UNFINISHED + ")"
            + " ORDER BY due_at LIMIT ?";

    /** A lease that ran out is a call that may have gone out, if it had departed; else it certainly did not. */
    static final String RELEASE_LAPSED =
            "UPDATE effect SET state = CASE WHEN departed_at IS NULL THEN 'PLANNED' ELSE 'UNKNOWN' END,"
                    + " due_at = CASE WHEN departed_at IS NULL THEN due_at ELSE look_at END, lease_until = NULL,"
                    + " explanation = 'the worker did not come back'"
                    + " WHERE state = 'IN_FLIGHT' AND lease_until <= ?";

    private final Statements sql;
    private final List<Runnable> afterCommit = new ArrayList<>();

    JdbcSession(Statements sql) {
        this.sql = sql;
    }

    List<Runnable> committed() {
        return afterCommit;
    }

    @Override
    public void afterCommit(Runnable task) {
        afterCommit.add(task);
    }

    // ---- what came in

    @Override
    public long keep(Incoming incoming) {
        return sql.insert(
                "INSERT INTO incoming (source, event, remote_address, received_at, body, quarantined)"
                        + " VALUES (?, ?, ?, ?, ?, ?)",
                incoming.source(),
                incoming.event().orElse(null),
                incoming.remoteAddress().orElse(null),
                incoming.receivedAt().toEpochMilli(),
                incoming.body().bytes(),
                incoming.quarantined().orElse(null));
    }

    @Override
    public void attribute(long incomingId, Origin origin) {
        sql.update("UPDATE incoming SET origin_id = ? WHERE id = ?", origin.id(), incomingId);
    }

    @Override
    public List<KeptBody> quarantine(int most) {
        return sql.list(
                "SELECT * FROM incoming WHERE quarantined IS NOT NULL ORDER BY id LIMIT ?",
                JdbcSession::keptBody,
                most);
    }

    private static KeptBody keptBody(ResultSet row) throws SQLException {
        return new KeptBody(
                row.getLong("id"),
                Incoming.builder()
                        .source(row.getString("source"))
                        .event(Optional.ofNullable(row.getString("event")))
                        .remoteAddress(Optional.ofNullable(row.getString("remote_address")))
                        .receivedAt(Instant.ofEpochMilli(row.getLong("received_at")))
                        .body(Body.of(row.getBytes("body")))
                        .quarantined(Optional.ofNullable(row.getString("quarantined")))
                        .build());
    }

    // ---- origins

    @Override
    public Origin originOf(OriginKey key, Instant now) {
        sql.update(
                "INSERT INTO origin (system, kind, external_id, opened_at) VALUES (?, ?, ?, ?)"
                        + " ON CONFLICT (system, kind, external_id) DO NOTHING",
                key.system(),
                key.kind(),
                key.id(),
                now.toEpochMilli());
        return findOrigin(key).orElseThrow();
    }

    @Override
    public Optional<Origin> findOrigin(OriginKey key) {
        return sql.first(
                "SELECT * FROM origin WHERE system = ? AND kind = ? AND external_id = ?",
                JdbcSession::origin,
                key.system(),
                key.kind(),
                key.id());
    }

    @Override
    public Origin origin(long id) {
        return sql.first("SELECT * FROM origin WHERE id = ?", JdbcSession::origin, id)
                .orElseThrow(() -> new IllegalArgumentException("the ledger has no origin " + id));
    }

    @Override
    public List<Origin> findOrigins(String kind, String id) {
        return sql.list(FIND_ORIGINS, JdbcSession::origin, kind, id);
    }

    @Override
    public boolean learnSecondId(Origin origin, String secondId) {
        return sql.update(
                        "UPDATE origin SET second_id = ? WHERE id = ? AND (second_id IS NULL OR second_id = ?)"
                                + " AND NOT EXISTS (SELECT 1 FROM origin o WHERE o.system = origin.system"
                                + " AND o.kind = origin.kind AND o.second_id = ? AND o.id <> origin.id)",
                        secondId,
                        origin.id(),
                        secondId,
                        secondId)
                == 1;
    }

    @Override
    public void learnDetails(Origin origin, Body details) {
        sql.update("UPDATE origin SET details = ? WHERE id = ? AND details IS NULL", details.bytes(), origin.id());
    }

    @Override
    public long learn(Origin origin, Sighting seen) {
        Optional<Long> before = latest(origin, seen.isVerified());
        if (before.isPresent()) {
            Sighting known = sighting(before.get());
            if (known.seenAt().isAfter(seen.seenAt())) {
                return before.get();
            }
            if (known.agreesWith(seen)) {
                addParticulars(before.get(), seen);
                return before.get();
            }
        }
        return sql.insert(
                "INSERT INTO sighting (origin_id, verified, seen_at, status, decided_by, duration, decided_at, starts_at,"
                        + " ends_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                origin.id(),
                seen.isVerified() ? 1 : 0,
                seen.seenAt().toEpochMilli(),
                seen.status().value(),
                seen.decidedBy().orElse(null),
                seen.duration().orElse(null),
                seen.decidedAt().orElse(null),
                seen.startsAt().orElse(null),
                seen.endsAt().orElse(null));
    }

    private void addParticulars(long id, Sighting seen) {
        sql.update(
                "UPDATE sighting SET seen_at = ?, decided_by = COALESCE(decided_by, ?), duration = COALESCE(duration, ?),"
                        + " decided_at = COALESCE(?, decided_at), starts_at = COALESCE(?, starts_at),"
                        + " ends_at = COALESCE(?, ends_at) WHERE id = ?",
                seen.seenAt().toEpochMilli(),
                seen.decidedBy().orElse(null),
                seen.duration().orElse(null),
                seen.decidedAt().orElse(null),
                seen.startsAt().orElse(null),
                seen.endsAt().orElse(null),
                id);
    }

    @Override
    public Sighting sighting(long id) {
        return sql.first("SELECT * FROM sighting WHERE id = ?", JdbcSession::sighting, id)
                .orElseThrow(() -> new IllegalArgumentException("the ledger has no sighting " + id));
    }

    @Override
    public Optional<Long> verified(Origin origin) {
        return latest(origin, true);
    }

    @Override
    public Optional<Long> reported(Origin origin) {
        return latest(origin, false);
    }

    private Optional<Long> latest(Origin origin, boolean verified) {
        return sql.first(
                "SELECT id FROM sighting WHERE origin_id = ? AND verified = ? ORDER BY id DESC LIMIT 1",
                row -> row.getLong("id"),
                origin.id(),
                verified ? 1 : 0);
    }

    private static Origin origin(ResultSet row) throws SQLException {
        return Origin.builder()
                .id(row.getLong("id"))
                .key(new OriginKey(row.getString("system"), row.getString("kind"), row.getString("external_id")))
                .secondId(Optional.ofNullable(row.getString("second_id")))
                .openedAt(Instant.ofEpochMilli(row.getLong("opened_at")))
                .details(Optional.ofNullable(row.getBytes("details")).map(Body::of))
                .build();
    }

    private static Sighting sighting(ResultSet row) throws SQLException {
        return Sighting.builder()
                .status(DecisionStatus.of(row.getString("status")))
                .isVerified(row.getInt("verified") == 1)
                .seenAt(Instant.ofEpochMilli(row.getLong("seen_at")))
                .decidedBy(Optional.ofNullable(row.getString("decided_by")))
                .duration(Optional.ofNullable(row.getString("duration")))
                .decidedAt(Optional.ofNullable(row.getString("decided_at")))
                .startsAt(Optional.ofNullable(row.getString("starts_at")))
                .endsAt(Optional.ofNullable(row.getString("ends_at")))
                .build();
    }

    // ---- decisions

    @Override
    public Optional<RecordedDecision> decide(Origin origin, Decision decision, String wayIn, Instant now) {
        return sql.first(
                        "INSERT INTO decision (origin_id, approved, duration, decided_by, reason, way_in, decided_at,"
                                + " state) VALUES (?, ?, ?, ?, ?, ?, ?, 'ACCEPTED') ON CONFLICT DO NOTHING RETURNING id",
                        row -> row.getLong("id"),
                        origin.id(),
                        decision.isApproved() ? 1 : 0,
                        decision.duration().map(AccessDuration::wireValue).orElse(null),
                        decision.by(),
                        decision.reason(),
                        wayIn,
                        now.toEpochMilli())
                .map(this::decision);
    }

    @Override
    public RecordedDecision decision(long id) {
        return sql.first("SELECT * FROM decision WHERE id = ?", JdbcSession::recordedDecision, id)
                .orElseThrow(() -> new IllegalArgumentException("the ledger has no decision " + id));
    }

    @Override
    public List<RecordedDecision> decisions(Origin origin) {
        return sql.list(
                "SELECT * FROM decision WHERE origin_id = ? ORDER BY id", JdbcSession::recordedDecision, origin.id());
    }

    @Override
    public boolean settle(RecordedDecision decision, DecisionState state, String explanation) {
        boolean foundOut = state == DecisionState.ACKNOWLEDGED || state == DecisionState.CONFLICT;
        return sql.update(
                        "UPDATE decision SET state = ?, explanation = ? WHERE id = ? AND state IN ('ACCEPTED', ?)",
                        state.name(),
                        explanation,
                        decision.id(),
                        foundOut ? "UNCONFIRMED" : "ACCEPTED")
                == 1;
    }

    private static RecordedDecision recordedDecision(ResultSet row) throws SQLException {
        return RecordedDecision.builder()
                .id(row.getLong("id"))
                .isApproved(row.getInt("approved") == 1)
                .duration(Optional.ofNullable(row.getString("duration")).flatMap(AccessDuration::fromWire))
                .decidedBy(row.getString("decided_by"))
                .reason(row.getString("reason"))
                .wayIn(row.getString("way_in"))
                .decidedAt(Instant.ofEpochMilli(row.getLong("decided_at")))
                .state(DecisionState.valueOf(row.getString("state")))
                .explanation(Optional.ofNullable(row.getString("explanation")))
                .build();
    }

    // ---- effects

    @Override
    public boolean plan(Origin origin, EffectPlan plan, Instant now) {
        return sql.update(
                        "INSERT INTO effect (origin_id, target, action, effect_key, payload, state, planned_at, due_at)"
                                + " VALUES (?, ?, ?, ?, ?, 'PLANNED', ?, ?)"
                                + " ON CONFLICT (origin_id, target, effect_key) DO NOTHING",
                        origin.id(),
                        plan.target(),
                        plan.action(),
                        plan.key(),
                        plan.payload().orElse(null),
                        now.toEpochMilli(),
                        now.toEpochMilli())
                == 1;
    }

    @Override
    public int revive(String target, Instant now) {
        return sql.update(
                "UPDATE effect SET state = CASE WHEN departed_at IS NULL THEN 'PLANNED' ELSE 'UNKNOWN' END,"
                        + " planned_at = ?, due_at = ?, attempts = 0, looks = 0, failures = 0, ended_at = NULL"
                        + " WHERE target = ? AND state = 'DEAD'",
                now.toEpochMilli(),
                now.toEpochMilli(),
                target);
    }

    @Override
    public List<Effect> effects(Origin origin) {
        return sql.list("SELECT * FROM effect WHERE origin_id = ? ORDER BY id", JdbcSession::effect, origin.id());
    }

    @Override
    public Optional<TicketRef> ticket(Origin origin, String target) {
        return sql.first(
                "SELECT * FROM effect WHERE origin_id = ? AND target = ? AND ref_id IS NOT NULL ORDER BY id LIMIT 1",
                JdbcSession::requiredRef,
                origin.id(),
                target);
    }

    @Override
    public List<Origin> newestDone(String target, String action, Instant before, int most) {
        return sql.list(
                "SELECT o.* FROM effect e JOIN origin o ON o.id = e.origin_id WHERE e.target = ? AND e.action = ?"
                        + " AND e.state = 'DONE' AND e.ended_at < ? ORDER BY e.ended_at DESC LIMIT ?",
                JdbcSession::origin,
                target,
                action,
                before.toEpochMilli(),
                most);
    }

    @Override
    int releaseLapsed(Instant now) {
        return sql.update(RELEASE_LAPSED, now.toEpochMilli());
    }

    @Override
    Optional<Instant> oldestDue(String target, Instant now) {
        return due(target, now, 1).stream().map(Effect::dueAt).findFirst();
    }

    private List<Effect> due(String target, Instant now, int most) {
        return sql.list(DUE, JdbcSession::effect, target, now.toEpochMilli(), now.toEpochMilli(), most);
    }

    @Override
    List<Claim> claim(String target, Instant now, int most, ClaimTerms terms) {
        List<Effect> due = due(target, now, most);
        List<Claim> claims = new ArrayList<>(due.size());
        for (Effect effect : due) {
            claims.add(take(effect, now, terms));
        }
        return claims;
    }

    private Claim take(Effect effect, Instant now, ClaimTerms terms) {
        boolean looks = effect.state() == EffectState.UNKNOWN;
        sql.update(
                "UPDATE effect SET state = ?, epoch = epoch + 1, attempts = attempts + ?, looks = looks + ?,"
                        + " lease_until = ? WHERE id = ?",
                looks ? "UNKNOWN" : "IN_FLIGHT",
                looks ? 0 : 1,
                looks ? 1 : 0,
                now.plus(terms.lease()).toEpochMilli(),
                effect.id());
        return new Claim(requiredEffect(effect.id()), origin(effect.originId()), looks, now.plus(terms.call()));
    }

    @Override
    boolean depart(Claim claim, Instant lookAt, Instant now) {
        Effect effect = claim.effect();
        return sql.update(
                        "UPDATE effect SET departed_at = ?, look_at = ?"
                                + " WHERE id = ? AND epoch = ? AND state = 'IN_FLIGHT' AND lease_until > ?",
                        now.toEpochMilli(),
                        lookAt.toEpochMilli(),
                        effect.id(),
                        effect.epoch(),
                        now.toEpochMilli())
                == 1;
    }

    @Override
    boolean finish(Claim claim, Outcome outcome, Instant dueAt, Instant now) {
        Effect effect = claim.effect();
        TicketRef ref = outcome.ref().orElse(null);
        boolean nothingEverSent = outcome.isWithoutTrace() && !claim.looks() && !effect.hasDeparted();
        return sql.update(
                        "UPDATE effect SET state = ?, due_at = ?, lease_until = NULL, explanation = ?, ended_at = ?,"
                                + " failures = failures + 1, attempts = attempts - ?,"
                                + " departed_at = CASE WHEN ? = 1 THEN NULL ELSE departed_at END,"
                                + " ref_id = ?, ref_key = ?, ref_url = ?"
                                + " WHERE id = ? AND epoch = ? AND state IN ('IN_FLIGHT', 'UNKNOWN')",
                        outcome.next().name(),
                        dueAt.toEpochMilli(),
                        outcome.explanation().orElse(null),
                        outcome.next().isFinished() ? now.toEpochMilli() : null,
                        outcome.isWithoutTrace() && !claim.looks() ? 1 : 0,
                        nothingEverSent ? 1 : 0,
                        ref == null ? null : ref.id(),
                        ref == null ? null : ref.key(),
                        ref == null ? null : ref.url().map(URI::toString).orElse(null),
                        effect.id(),
                        effect.epoch())
                == 1;
    }

    @Override
    Set<String> waitingTargets() {
        return new TreeSet<>(sql.list(
                "SELECT DISTINCT target FROM effect WHERE state IN " + UNFINISHED, row -> row.getString("target")));
    }

    /** Only where the file's lock proves that no other process works on it: its predecessor's workers are gone. */
    int endAllLeases() {
        return sql.update("UPDATE effect SET lease_until = 0 WHERE lease_until IS NOT NULL AND state IN " + UNFINISHED);
    }

    private Effect requiredEffect(long id) {
        return sql.first("SELECT * FROM effect WHERE id = ?", JdbcSession::effect, id)
                .orElseThrow();
    }

    private static Effect effect(ResultSet row) throws SQLException {
        return Effect.builder()
                .id(row.getLong("id"))
                .originId(row.getLong("origin_id"))
                .target(row.getString("target"))
                .action(row.getString("action"))
                .key(row.getString("effect_key"))
                .payload(Optional.ofNullable(row.getString("payload")))
                .state(EffectState.valueOf(row.getString("state")))
                .plannedAt(Instant.ofEpochMilli(row.getLong("planned_at")))
                .dueAt(Instant.ofEpochMilli(row.getLong("due_at")))
                .attempts(row.getInt("attempts"))
                .looks(row.getInt("looks"))
                .failures(row.getInt("failures"))
                .epoch(row.getLong("epoch"))
                .hasDeparted(row.getObject("departed_at") != null)
                .explanation(Optional.ofNullable(row.getString("explanation")))
                .ref(Optional.ofNullable(ref(row)))
                .build();
    }

    private static TicketRef requiredRef(ResultSet row) throws SQLException {
        TicketRef ref = ref(row);
        if (ref == null) {
            throw new LedgerException("a ticket's reference is incomplete", Retryability.NEVER, null);
        }
        return ref;
    }

    private static @Nullable TicketRef ref(ResultSet row) throws SQLException {
        String id = row.getString("ref_id");
        if (id == null) {
            return null;
        }
        TicketRef ref = TicketRef.of(row.getString("target"), id, row.getString("ref_key"));
        String url = row.getString("ref_url");
        return url == null ? ref : ref.withUrl(URI.create(url));
    }
}
