package io.epmjit.bridge;

import java.util.Objects;

/**
 * An address at which a bridge is reached from outside.
 *
 * @param purpose what it is for, such as {@code webhooks of acme: JIT Admin Ticket Created}
 * @param url the address; only its path below your mount, while no {@code publicUrl} is set
 */
public record BridgeUrl(String purpose, String url) {

    public BridgeUrl {
        Objects.requireNonNull(purpose, "purpose");
        Objects.requireNonNull(url, "url");
    }
}
