package io.epmjit.testkit.epm;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Objects;

/** The webhook templates of BeyondTrust's guides for Jira and ServiceNow, as an administrator pastes them. */
public enum EpmTemplate {
    JIRA_APPLICATION_CREATED(EpmEvent.APPLICATION_TICKET_CREATED),
    JIRA_APPLICATION_UPDATED(EpmEvent.APPLICATION_DECISION_UPDATED),
    SERVICENOW_APPLICATION_CREATED(EpmEvent.APPLICATION_TICKET_CREATED),
    SERVICENOW_APPLICATION_UPDATED(EpmEvent.APPLICATION_DECISION_UPDATED),
    SERVICENOW_ADMIN_CREATED(EpmEvent.ADMIN_TICKET_CREATED),
    SERVICENOW_ADMIN_UPDATED(EpmEvent.ADMIN_DECISION_UPDATED);

    private final EpmEvent event;

    EpmTemplate(EpmEvent event) {
        this.event = event;
    }

    /** The event that the template is written for. */
    public EpmEvent event() {
        return event;
    }

    /** The ServiceNow guide's template for this event; it is the one guide that has all four. */
    public static EpmTemplate of(EpmEvent event) {
        return switch (event) {
            case APPLICATION_TICKET_CREATED -> SERVICENOW_APPLICATION_CREATED;
            case APPLICATION_DECISION_UPDATED -> SERVICENOW_APPLICATION_UPDATED;
            case ADMIN_TICKET_CREATED -> SERVICENOW_ADMIN_CREATED;
            case ADMIN_DECISION_UPDATED -> SERVICENOW_ADMIN_UPDATED;
        };
    }

    /** The template with its <code>%%Names%%</code>. */
    public String text() {
        String file = name().toLowerCase(Locale.ROOT).replace('_', '-') + ".json";
        try (InputStream in = Objects.requireNonNull(EpmTemplate.class.getResourceAsStream(file), file)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
