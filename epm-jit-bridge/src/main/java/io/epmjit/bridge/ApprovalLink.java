package io.epmjit.bridge;

import java.time.Instant;

/**
 * What a link to the approval page of a request says. It says which page is meant, and nothing of who may see it.
 *
 * @param request the request that it was made for
 * @param expiresAt until when it leads there
 */
public record ApprovalLink(TenantRequest request, Instant expiresAt) {

    public boolean isExpiredAt(Instant now) {
        return !now.isBefore(expiresAt);
    }
}
