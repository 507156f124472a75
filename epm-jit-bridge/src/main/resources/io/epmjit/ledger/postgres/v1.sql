-- The ledger, version 1, for PostgreSQL 13 or later. To be run once, in one transaction, with the schema that shall hold it
-- first in the search_path: psql -v ON_ERROR_STOP=1 --single-transaction -f v1.sql
--
-- Times are milliseconds since 1970 (UTC). Bodies are bytes, as they came.

CREATE TABLE ledger_meta (
    name  TEXT PRIMARY KEY,
    value TEXT NOT NULL
);

INSERT INTO ledger_meta (name, value) VALUES ('schema', '1');

-- One thing that happened at a source system, such as one tenant of EPM; whichever webhook spoke of it.
CREATE TABLE origin (
    id          BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    system      TEXT    NOT NULL,
    kind        TEXT    NOT NULL,
    external_id TEXT    NOT NULL,
    second_id   TEXT,
    opened_at   BIGINT  NOT NULL,
    details     BYTEA,
    -- How far it has come, and since when it is over: worked out from decisions and sightings whenever they change.
    state       TEXT    NOT NULL DEFAULT 'PENDING',
    decided_at  BIGINT,
    held        TEXT,
    UNIQUE (kind, external_id, system)
);

CREATE UNIQUE INDEX origin_second_id ON origin (second_id, kind, system) WHERE second_id IS NOT NULL;
CREATE INDEX origin_opened ON origin (opened_at, id);
CREATE INDEX origin_undecided ON origin (opened_at, id) WHERE decided_at IS NULL;
CREATE INDEX origin_decided ON origin (kind, decided_at) WHERE decided_at IS NOT NULL;

-- Whose names an origin bears, folded, so that a person's records are found without reading all of them.
CREATE TABLE participant (
    origin_id BIGINT  NOT NULL REFERENCES origin (id),
    role      TEXT    NOT NULL,
    name      TEXT    NOT NULL,
    opened_at BIGINT  NOT NULL,
    PRIMARY KEY (origin_id, role, name)
);

CREATE INDEX participant_name ON participant (name, role, opened_at, origin_id);
CREATE INDEX origin_held ON origin (id) WHERE held IS NOT NULL;

-- What the source was seen to say of it, each time that it said something new; apart from what was decided here.
CREATE TABLE sighting (
    id         BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    origin_id  BIGINT  NOT NULL REFERENCES origin (id),
    verified   INTEGER NOT NULL,
    seen_at    BIGINT  NOT NULL,
    status     TEXT    NOT NULL,
    decided_by TEXT,
    duration   TEXT,
    decided_at TEXT,
    starts_at  TEXT,
    ends_at    TEXT
);

CREATE INDEX sighting_origin ON sighting (origin_id, verified, id);

-- Every authenticated body, whether it could be read or not.
CREATE TABLE incoming (
    id             BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    source         TEXT    NOT NULL,
    event          TEXT,
    remote_address TEXT,
    received_at    BIGINT  NOT NULL,
    body           BYTEA   NOT NULL,
    origin_id      BIGINT REFERENCES origin (id),
    quarantined    TEXT,
    discarded      TEXT
);

CREATE INDEX incoming_quarantined ON incoming (source, id) WHERE quarantined IS NOT NULL;
CREATE INDEX incoming_received ON incoming (received_at) WHERE quarantined IS NULL;
CREATE INDEX incoming_origin ON incoming (origin_id);

-- One decision of ours; a request may have several, of which one at a time is in force.
CREATE TABLE decision (
    id          BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    origin_id   BIGINT  NOT NULL REFERENCES origin (id),
    approved    INTEGER NOT NULL,
    duration    TEXT,
    decided_by  TEXT    NOT NULL,
    approver_id TEXT,
    assurance   TEXT    NOT NULL,
    reason      TEXT    NOT NULL,
    way_in      TEXT    NOT NULL,
    decided_at  BIGINT  NOT NULL,
    state       TEXT    NOT NULL,
    explanation TEXT
);

CREATE INDEX decision_origin ON decision (origin_id);
CREATE UNIQUE INDEX decision_in_force ON decision (origin_id) WHERE state IN ('ACCEPTED', 'ACKNOWLEDGED');

-- One change intended in one outside system.
CREATE TABLE effect (
    id          BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    origin_id   BIGINT  NOT NULL REFERENCES origin (id),
    target      TEXT    NOT NULL,
    action      TEXT    NOT NULL,
    effect_key  TEXT    NOT NULL,
    payload     TEXT,
    state       TEXT    NOT NULL,
    planned_at  BIGINT  NOT NULL,
    due_at      BIGINT  NOT NULL,
    attempts    INTEGER NOT NULL DEFAULT 0,
    looks       INTEGER NOT NULL DEFAULT 0,
    failures    INTEGER NOT NULL DEFAULT 0,
    epoch       BIGINT  NOT NULL DEFAULT 0,
    lease_until BIGINT,
    departed_at BIGINT,
    look_at     BIGINT,
    explanation TEXT,
    ref_id      TEXT,
    ref_key     TEXT,
    ref_url     TEXT,
    ended_at    BIGINT,
    -- Since when it has been failing, without the time in which its target was held.
    failing_since BIGINT,
    -- Whether nobody could tell, at any time, what had become of it; and when it is looked at once more for that.
    doubted      INTEGER NOT NULL DEFAULT 0,
    late_look_at BIGINT,
    UNIQUE (origin_id, target, effect_key)
);

CREATE INDEX effect_due ON effect (target, due_at) WHERE state IN ('PLANNED', 'IN_FLIGHT', 'UNKNOWN');
CREATE INDEX effect_lease ON effect (lease_until) WHERE state = 'IN_FLIGHT';
CREATE INDEX effect_unfinished ON effect (origin_id, target, id) WHERE state IN ('PLANNED', 'IN_FLIGHT', 'UNKNOWN');
CREATE INDEX effect_ticket_id ON effect (target, ref_id) WHERE ref_id IS NOT NULL;
CREATE INDEX effect_ticket_key ON effect (target, ref_key) WHERE ref_key IS NOT NULL;
CREATE INDEX effect_dead ON effect (id) WHERE state = 'DEAD';
CREATE INDEX effect_late_look ON effect (target, late_look_at) WHERE late_look_at IS NOT NULL;
CREATE INDEX effect_ref ON effect (ref_key) WHERE ref_key IS NOT NULL;
CREATE INDEX effect_done ON effect (target, action, ended_at) WHERE state = 'DONE';
CREATE INDEX effect_dead_at ON effect (target, id) WHERE state = 'DEAD';

-- Targets that are left alone: until then, or until somebody switches them on again.
CREATE TABLE target_hold (
    target     TEXT    NOT NULL,
    reason     TEXT    NOT NULL,
    since      BIGINT  NOT NULL,
    held_until BIGINT,
    probing    INTEGER NOT NULL DEFAULT 0,
    times      INTEGER NOT NULL,
    why        TEXT    NOT NULL,
    -- The target whose answer it was: those that it holds together are freed together.
    cause      TEXT    NOT NULL,
    held_by    TEXT,
    PRIMARY KEY (target, reason)
);

-- Work that comes back; one node at a time does it.
CREATE TABLE recurring_task (
    name        TEXT PRIMARY KEY,
    due_at      BIGINT  NOT NULL,
    lease_until BIGINT,
    epoch       BIGINT  NOT NULL,
    bookmark    TEXT,
    done_at     BIGINT,
    failure     TEXT
);

-- People whom the audit trail names: erasing a person empties the names, and leaves the number.
CREATE TABLE person (
    id     BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    folded TEXT UNIQUE,
    name   TEXT
);

-- Who tried and did what. Only ever added to: what must be forgotten, a name, stands in another table.
CREATE TABLE audit_entry (
    id        BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at        BIGINT  NOT NULL,
    kind      TEXT    NOT NULL,
    person_id BIGINT  REFERENCES person (id),
    way_in    TEXT,
    system    TEXT,
    action    TEXT    NOT NULL,
    subject   TEXT    NOT NULL,
    outcome   TEXT    NOT NULL,
    rule      TEXT,
    detail    TEXT
);

CREATE INDEX audit_entry_at ON audit_entry (at);
CREATE INDEX audit_entry_subject ON audit_entry (subject, id);
CREATE FUNCTION audit_entry_refuse() RETURNS TRIGGER LANGUAGE plpgsql
    AS $$ BEGIN RAISE EXCEPTION 'the audit trail is only ever added to'; END $$;
CREATE TRIGGER audit_entry_unchanged BEFORE UPDATE ON audit_entry EXECUTE FUNCTION audit_entry_refuse();
CREATE TRIGGER audit_entry_kept BEFORE DELETE OR TRUNCATE ON audit_entry EXECUTE FUNCTION audit_entry_refuse();

-- What was removed for good, by keyed hashes of its ids: late news of it must not bring it to life.
CREATE TABLE tombstone (
    id_hash   BYTEA   PRIMARY KEY,
    state     TEXT    NOT NULL,
    buried_at BIGINT  NOT NULL
);

CREATE INDEX tombstone_buried ON tombstone (buried_at);

-- Calls that propose decisions, each with its first answer: the same call again does nothing.
CREATE TABLE decision_call (
    caller      TEXT    NOT NULL,
    call_id     TEXT    NOT NULL,
    fingerprint TEXT    NOT NULL,
    answer      TEXT    NOT NULL,
    received_at BIGINT  NOT NULL,
    PRIMARY KEY (caller, call_id)
);

CREATE INDEX decision_call_received ON decision_call (received_at);
