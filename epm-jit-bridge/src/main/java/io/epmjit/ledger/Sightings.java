package io.epmjit.ledger;

import io.epmjit.model.DecisionStatus;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What the sources were seen to say, apart from what was decided here: one topic of a {@link LedgerSession}. */
public final class Sightings {

    private final Statements sql;
    private final Participants participants;
    private final OriginStates states;

    Sightings(Statements sql) {
        this.sql = sql;
        this.participants = new Participants(sql);
        this.states = new OriginStates(sql);
    }

    /**
     * Notes what the source was seen to say, and answers the number under which it stands: a new one if it says something
     * new, the one before if it only adds particulars to that, or is older.
     */
    public long learn(Origin origin, Sighting seen) {
        long number = keep(origin, seen);
        seen.decidedBy().ifPresent(name -> participants.note(origin.id(), Participants.Role.APPROVER, List.of(name)));
        states.refresh(origin.id());
        return number;
    }

    private long keep(Origin origin, Sighting seen) {
        Optional<Long> before = latest(origin, seen.isVerified());
        if (before.isPresent()) {
            Sighting known = get(before.get());
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

    public Sighting get(long id) {
        return sql.first("SELECT * FROM sighting WHERE id = ?", Sightings::read, id)
                .orElseThrow(() -> new IllegalArgumentException("the ledger has no sighting " + id));
    }

    /** Everything that was seen of an origin, the oldest first. */
    public List<Sighting> of(Origin origin) {
        return sql.list("SELECT * FROM sighting WHERE origin_id = ? ORDER BY id", Sightings::read, origin.id());
    }

    /** The number of the latest thing that the source itself said when it was asked. */
    public Optional<Long> verified(Origin origin) {
        return latest(origin, true);
    }

    /** The number of the latest thing that a webhook reported. */
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

    static Sighting read(ResultSet row) throws SQLException {
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
}
