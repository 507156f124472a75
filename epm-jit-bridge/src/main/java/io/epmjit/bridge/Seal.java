package io.epmjit.bridge;

import io.epmjit.ledger.Ledger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.function.Supplier;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Marks texts as this bridge's own, so that they are known again when they come back from outside: HMAC-SHA256, by a random
 * key in the ledger, which all nodes on it share and nothing shows. A mark that was made for one purpose counts for no
 * other. Safe for use by several threads.
 */
public final class Seal {

    private static final String ALGORITHM = "HmacSHA256";
    private static final String KEY = "web";

    private final Supplier<byte[]> key;

    private Seal(Supplier<byte[]> key) {
        this.key = key;
    }

    /** The key is fetched once it is needed, and made by whoever needs it first. */
    static Seal of(Ledger ledger, String purpose) {
        return new Seal(new Supplier<>() {
            private volatile byte[] known = new byte[0];

            @Override
            public byte[] get() {
                if (known.length == 0) {
                    byte[] shared = ledger.read(session -> session.keys().find(KEY))
                            .orElseGet(() -> ledger.<byte[]>write(
                                    session -> session.keys().findOrMake(KEY)));
                    known = mac(shared, purpose);
                }
                return known;
            }
        });
    }

    /**
     * The mark of a text: 43 characters that may stand in a URL.
     *
     * @throws io.epmjit.ledger.LedgerException if the ledger does not give its key
     */
    public String mark(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(mac(key.get(), text));
    }

    /**
     * Whether this is the mark of that text; takes the same time whatever the mark is.
     *
     * @throws io.epmjit.ledger.LedgerException if the ledger does not give its key
     */
    public boolean fits(String text, String mark) {
        return MessageDigest.isEqual(
                mark(text).getBytes(StandardCharsets.UTF_8), mark.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] mac(byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + ALGORITHM, e);
        }
    }
}
