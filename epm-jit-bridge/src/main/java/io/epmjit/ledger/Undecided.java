package io.epmjit.ledger;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** The origins that nobody has decided yet, as far as their source was seen to say: one topic of a {@link LedgerSession}. */
public final class Undecided {

    private final Statements sql;
    private final InstantSource time;

    Undecided(Statements sql, InstantSource time) {
        this.sql = sql;
        this.time = time;
    }

    /** An origin waits for a decision from now on, if it does not already. */
    public void add(Origin origin) {
        long now = now();
        sql.update(
                "INSERT INTO undecided (origin_id, system, since, checked_at) VALUES (?, ?, ?, ?)"
                        + " ON CONFLICT (origin_id) DO NOTHING",
                origin.id(),
                origin.key().system(),
                now,
                now);
    }

    /** An origin no longer waits for a decision. */
    public void remove(Origin origin) {
        sql.update("DELETE FROM undecided WHERE origin_id = ?", origin.id());
    }

    public boolean contains(Origin origin) {
        return sql.first(
                        "SELECT origin_id FROM undecided WHERE origin_id = ?",
                        row -> row.getLong("origin_id"),
                        origin.id())
                .isPresent();
    }

    /** How many wait, of all systems. */
    public int count() {
        return sql.first("SELECT COUNT(*) AS waiting FROM undecided", row -> row.getInt("waiting"))
                .orElse(0);
    }

    /** The same, counting no further than this. */
    public int count(int most) {
        return sql.count("SELECT COUNT(*) FROM (SELECT origin_id FROM undecided LIMIT ?) u", most);
    }

    /** Since when the oldest one waits, of all systems. */
    public Optional<Instant> oldest() {
        return sql.first(
                "SELECT since FROM undecided ORDER BY since LIMIT 1",
                row -> Instant.ofEpochMilli(row.getLong("since")));
    }

    /** Those of a system that have not been checked for longest, and not since this moment; at most this many. */
    public List<Origin> uncheckedSince(String system, Instant moment, int most) {
        return ofSystem("u.checked_at < ? ORDER BY u.checked_at", system, moment, most);
    }

    /** Notes that an origin has just been checked. */
    public void checked(Origin origin) {
        sql.update("UPDATE undecided SET checked_at = ? WHERE origin_id = ?", now(), origin.id());
    }

    /** Those of a system that have waited since this moment, of which nobody has been reminded; at most this many. */
    public List<Origin> waitingSince(String system, Instant moment, int most) {
        return ofSystem("u.reminded_at IS NULL AND u.since <= ? ORDER BY u.since", system, moment, most);
    }

    /** Those of a system of which somebody was reminded before this moment, and not since; at most this many. */
    public List<Origin> remindedBefore(String system, Instant moment, int most) {
        return ofSystem(
                "u.reminded_at IS NOT NULL AND u.reminded_at <= ? ORDER BY u.reminded_at", system, moment, most);
    }

    /** Notes that somebody is being reminded of an origin, and answers the how manieth time this is. */
    public int reminded(Origin origin) {
        return sql.first(
                        "UPDATE undecided SET reminded_at = ?, reminders = reminders + 1 WHERE origin_id = ?"
                                + " RETURNING reminders",
                        row -> row.getInt("reminders"),
                        now(),
                        origin.id())
                .orElse(0);
    }

    /** Since when an origin waits. */
    public Optional<Instant> since(Origin origin) {
        return sql.first(
                "SELECT since FROM undecided WHERE origin_id = ?",
                row -> Instant.ofEpochMilli(row.getLong("since")),
                origin.id());
    }

    private List<Origin> ofSystem(String whichInWhatOrder, String system, Instant moment, int most) {
        return sql.list(
                "SELECT o.* FROM undecided u JOIN origin o ON o.id = u.origin_id WHERE u.system = ? AND "
                        + whichInWhatOrder + " LIMIT ?",
                Origins::read,
                system,
                moment.toEpochMilli(),
                most);
    }

    private long now() {
        return time.instant().toEpochMilli();
    }
}
