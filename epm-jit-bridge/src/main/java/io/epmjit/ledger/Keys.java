package io.epmjit.ledger;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;

/**
 * Random keys that the ledger makes for itself, so that all nodes share them and nobody has to hand them out: one topic of
 * a {@link LedgerSession}. Whoever reads the database has them; nothing else tells them.
 */
public final class Keys {

    private static final int BYTES = 32;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Statements sql;

    Keys(Statements sql) {
        this.sql = sql;
    }

    /** The key of that name, if it has been made. */
    public Optional<byte[]> find(String name) {
        return sql.first("SELECT value FROM ledger_meta WHERE name = ?", row -> row.getString("value"), rowOf(name))
                .map(Base64.getDecoder()::decode);
    }

    /** The key of that name, made now if it is new; of several nodes that make it at once, one wins. Only for writes. */
    public byte[] findOrMake(String name) {
        return find(name).orElseGet(() -> {
            byte[] random = new byte[BYTES];
            RANDOM.nextBytes(random);
            sql.update(
                    "INSERT INTO ledger_meta (name, value) VALUES (?, ?) ON CONFLICT (name) DO NOTHING",
                    rowOf(name),
                    Base64.getEncoder().encodeToString(random));
            return find(name).orElseThrow();
        });
    }

    private static String rowOf(String name) {
        return name + "-key";
    }
}
