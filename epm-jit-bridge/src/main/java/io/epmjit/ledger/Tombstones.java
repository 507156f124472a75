package io.epmjit.ledger;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What was removed for good, so that late news do not bring it to life: one topic of a {@link LedgerSession}. Kept are
 * HMAC-SHA256 hashes of the ids, by a random key that the ledger made for itself.
 */
public final class Tombstones {

    private static final String HASH = "HmacSHA256";
    private static final String KEY = "tombstone";

    private final Statements sql;
    private final InstantSource time;
    private final Keys keys;

    Tombstones(Statements sql, InstantSource time) {
        this.sql = sql;
        this.time = time;
        this.keys = new Keys(sql);
    }

    /** Whether an origin of this key was removed. */
    public boolean covers(OriginKey key) {
        return find(key).isPresent();
    }

    /** What is left of the origin of this key. */
    public Optional<Tombstone> find(OriginKey key) {
        return find(key.system(), key.kind(), "id", key.id());
    }

    /** What is left of the origin with this second id, of this kind at this system. */
    public Optional<Tombstone> findBySecondId(String system, String kind, String secondId) {
        return find(system, kind, "second-id", secondId);
    }

    private Optional<Tombstone> find(String system, String kind, String idKind, String id) {
        return keys.find(KEY)
                .flatMap(key -> sql.first(
                        "SELECT state, buried_at FROM tombstone WHERE id_hash = ?",
                        row -> new Tombstone(
                                OriginState.valueOf(row.getString("state")),
                                Instant.ofEpochMilli(row.getLong("buried_at"))),
                        hash(new SecretKeySpec(key, HASH), system, kind, idKind, id)));
    }

    /** Leaves a tombstone for an origin, by each of its ids. */
    void raise(Origin origin) {
        SecretKeySpec key = new SecretKeySpec(keys.findOrMake(KEY), HASH);
        OriginKey name = origin.key();
        raise(hash(key, name.system(), name.kind(), "id", name.id()), origin.state());
        origin.secondId()
                .ifPresent(number -> raise(hash(key, name.system(), name.kind(), "second-id", number), origin.state()));
    }

    private void raise(byte[] hash, OriginState state) {
        sql.update(
                "INSERT INTO tombstone (id_hash, state, buried_at) VALUES (?, ?, ?) ON CONFLICT (id_hash) DO NOTHING",
                hash,
                state.name(),
                time.instant().toEpochMilli());
    }

    private static byte[] hash(SecretKeySpec key, String... parts) {
        try {
            Mac mac = Mac.getInstance(HASH);
            mac.init(key);
            return mac.doFinal(String.join("\0", parts).getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + HASH, e);
        }
    }
}
