package io.epmjit.bridge;

import io.epmjit.model.JitRequestRef;

/**
 * A request, and the tenant of EPM that it belongs to.
 *
 * @param tenant the tenant's id
 * @param request the request
 */
public record TenantRequest(String tenant, JitRequestRef request) {}
