package io.epmjit.testkit.epm;

/** What a webhook can be made for. */
public enum EpmEvent {
    APPLICATION_TICKET_CREATED("URM_NATIVE_TICKET_CREATED"),
    APPLICATION_DECISION_UPDATED("URM_NATIVE_DECISION_UPDATE"),
    ADMIN_TICKET_CREATED("JIT_ADMIN_TICKET_CREATED"),
    ADMIN_DECISION_UPDATED("JIT_ADMIN_TICKET_UPDATED");

    private final String eventType;

    EpmEvent(String eventType) {
        this.eventType = eventType;
    }

    /** What {@code %%EventType%%} becomes; nobody knows for sure, these are the guides' own words. */
    public String eventType() {
        return eventType;
    }

    static EpmEvent created(EpmRequestKind kind) {
        return kind == EpmRequestKind.ADMIN ? ADMIN_TICKET_CREATED : APPLICATION_TICKET_CREATED;
    }

    static EpmEvent decided(EpmRequestKind kind) {
        return kind == EpmRequestKind.ADMIN ? ADMIN_DECISION_UPDATED : APPLICATION_DECISION_UPDATED;
    }
}
