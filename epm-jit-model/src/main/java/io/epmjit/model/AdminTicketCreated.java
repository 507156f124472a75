package io.epmjit.model;

import java.util.Optional;

/**
 * Somebody asks to be administrator of a computer. Immutable.
 */
public final class AdminTicketCreated extends JitEvent {

    AdminTicketCreated(EventFields fields) {
        super(fields, RequestKind.ADMIN);
    }

    @Override
    public Optional<JitEventType> type() {
        return Optional.of(JitEventType.ADMIN_TICKET_CREATED);
    }

    @Override
    public <T> T accept(Visitor<T> visitor) {
        return visitor.adminTicketCreated(this);
    }

    /** Who asks, as EPM names the account. */
    public Optional<String> userName() {
        return fields().text(Placeholder.USER_NAME);
    }

    /** EPM's id of the account, such as its SID. */
    public Optional<String> userId() {
        return fields().text(Placeholder.USER_ID);
    }

    /** EPM's id of the computer. */
    public Optional<String> computerId() {
        return fields().text(Placeholder.COMPUTER_ID);
    }

    /** EPM's id of the computer's group. */
    public Optional<String> groupId() {
        return fields().text(Placeholder.GROUP_ID);
    }

    /** Why, in the user's own words. */
    public Optional<String> reason() {
        return fields().text(Placeholder.REASON);
    }

    /**
     * How long the user wants it. How webhooks write it is not documented: read are {@code Once} and seconds; anything else
     * is empty, with a warning, and its text is there.
     */
    public Optional<AccessDuration> durationRequested() {
        return fields().duration(Placeholder.DURATION_REQUESTED);
    }
}
