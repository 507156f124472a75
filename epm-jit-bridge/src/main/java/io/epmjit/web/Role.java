package io.epmjit.web;

/** What somebody may do here, as the roles of the ServiceNow guide divide it. Nobody has a role by having another. */
public enum Role {

    /**
     * Sends webhooks and signed decisions, and is no person: {@code x_bets_pmc_jit.api}. Whoever has it gets no page at all,
     * whatever other roles they have.
     */
    API,

    /** Runs the integration: {@code x_bets_pmc_jit.admin}. Gets the operations page. */
    ADMIN,

    /** Approves and denies: {@code x_bets_pmc_jit.user}. Gets the approval page. */
    USER
}
