package io.epmjit.bridge;

import io.epmjit.ledger.OriginKey;
import io.epmjit.model.JitRequestRef;
import io.epmjit.model.RequestKind;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A request, and the tenant of EPM that it belongs to.
 *
 * @param tenant the tenant's id
 * @param request the request
 */
public record TenantRequest(String tenant, JitRequestRef request) {

    /** The request that the ledger knows by this key; empty if it is not of EPM. */
    public static Optional<TenantRequest> of(OriginKey key) {
        return Stream.of(RequestKind.values())
                .filter(kind -> Requests.kind(kind).equals(key.kind()))
                .findFirst()
                .map(kind -> new TenantRequest(key.system(), JitRequestRef.of(kind, key.id())));
    }

    /** The key by which the ledger knows it. */
    OriginKey key() {
        return Requests.key(tenant, request);
    }
}
