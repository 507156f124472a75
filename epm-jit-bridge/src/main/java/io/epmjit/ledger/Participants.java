package io.epmjit.ledger;

import java.util.Collection;

/** Whose names an origin bears, so that a person's requests and decisions are found without reading all records. */
final class Participants {

    /** What somebody has to do with an origin. */
    enum Role {
        REQUESTER,
        APPROVER
    }

    private final Statements sql;

    Participants(Statements sql) {
        this.sql = sql;
    }

    void note(long originId, Role role, Collection<String> names) {
        names.stream()
                .map(PersonName::folded)
                .filter(name -> !name.isEmpty())
                .distinct()
                .forEach(name -> sql.update(
                        "INSERT INTO participant (origin_id, role, name, opened_at)"
                                + " SELECT id, ?, ?, opened_at FROM origin WHERE id = ?"
                                + " ON CONFLICT (origin_id, role, name) DO NOTHING",
                        role.name(),
                        name,
                        originId));
    }
}
