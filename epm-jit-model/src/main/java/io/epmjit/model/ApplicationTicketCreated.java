package io.epmjit.model;

import java.util.Optional;

/**
 * Somebody asks to run an application. Immutable.
 */
public final class ApplicationTicketCreated extends JitEvent {

    private final ApplicationRequestInfo requestInfo;

    ApplicationTicketCreated(EventFields fields) {
        super(fields, RequestKind.APPLICATION);
        this.requestInfo = new ApplicationRequestInfo(fields);
    }

    @Override
    public Optional<JitEventType> type() {
        return Optional.of(JitEventType.APPLICATION_TICKET_CREATED);
    }

    @Override
    public <T> T accept(Visitor<T> visitor) {
        return visitor.applicationTicketCreated(this);
    }

    /** What is asked for, by whom, why, and where. */
    public ApplicationRequestInfo requestInfo() {
        return requestInfo;
    }
}
