package io.epmjit.model;

import static io.epmjit.model.RequestKind.ADMIN;
import static io.epmjit.model.RequestKind.APPLICATION;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * What happened at EPM. The wire names of the two application events differ in case between BeyondTrust's guides, and
 * what EPM itself writes for {@code %%EventType%%} is not documented: names are compared without regard to case.
 */
public enum JitEventType {

    /** Somebody asks to run an application. */
    APPLICATION_TICKET_CREATED(
            APPLICATION,
            "URM_Native_Ticket_Created",
            "JIT Application Access Ticket Created",
            "application-created",
            EnumSet.range(Placeholder.APPLICATION_TYPE, Placeholder.REPUTATION_INTEGRATION_TYPE)),

    /** A request to run an application has been decided, or its decision changed. */
    APPLICATION_DECISION_UPDATED(
            APPLICATION,
            "URM_NATIVE_DECISION_UPDATE",
            "JIT Application Access Decision Updated",
            "application-updated",
            EnumSet.range(Placeholder.DECISION, Placeholder.DURATION)),

    /** Somebody asks to be administrator of a computer. */
    ADMIN_TICKET_CREATED(
            ADMIN,
            "JIT_ADMIN_TICKET_CREATED",
            "JIT Admin Ticket Created",
            "admin-created",
            EnumSet.of(
                    Placeholder.COMPUTER_ID,
                    Placeholder.GROUP_ID,
                    Placeholder.REASON,
                    Placeholder.USER_ID,
                    Placeholder.USER_NAME,
                    Placeholder.DURATION_REQUESTED)),

    /** A request to be administrator has been decided, or its decision changed. */
    ADMIN_DECISION_UPDATED(
            ADMIN,
            "JIT_ADMIN_TICKET_UPDATED",
            "JIT Admin Decision Updated",
            "admin-updated",
            EnumSet.of(
                    Placeholder.START_TIME,
                    Placeholder.END_TIME,
                    Placeholder.DECISION,
                    Placeholder.DECISION_TIME,
                    Placeholder.DECISION_PERFORMED_BY_USER,
                    Placeholder.DURATION,
                    Placeholder.DURATION_REQUESTED));

    private static final Set<Placeholder> COMMON =
            Collections.unmodifiableSet(EnumSet.range(Placeholder.EVENT_TYPE, Placeholder.TICKET_NUMBER));

    private final RequestKind kind;
    private final String wireName;
    private final String consoleLabel;
    private final String pathSegment;

    @SuppressWarnings("ImmutableEnumChecker") // it is unmodifiable, and nobody else has what it wraps
    private final Set<Placeholder> placeholders;

    JitEventType(RequestKind kind, String wireName, String consoleLabel, String pathSegment, EnumSet<Placeholder> own) {
        this.kind = kind;
        this.wireName = wireName;
        this.consoleLabel = consoleLabel;
        this.pathSegment = pathSegment;
        EnumSet<Placeholder> all = EnumSet.copyOf(own);
        all.addAll(EnumSet.range(Placeholder.EVENT_TYPE, Placeholder.TICKET_NUMBER)); // COMMON is not there yet
        this.placeholders = Collections.unmodifiableSet(all);
    }

    public RequestKind kind() {
        return kind;
    }

    /** Whether the event reports a decision, rather than a new request. */
    public boolean isDecision() {
        return this == APPLICATION_DECISION_UPDATED || this == ADMIN_DECISION_UPDATED;
    }

    /** The value of {@code EventType}, as the ServiceNow guide's templates write it. */
    public String wireName() {
        return wireName;
    }

    /** What EPM's console calls it, in the field Event of a webhook. */
    public String consoleLabel() {
        return consoleLabel;
    }

    /** Its name in a webhook's URL, where every webhook has one of its own: {@code application-created}. */
    public String pathSegment() {
        return pathSegment;
    }

    /** The placeholders that have an accessor on this event. */
    public Set<Placeholder> placeholders() {
        return placeholders;
    }

    /** The placeholders that every event knows. */
    static Set<Placeholder> commonPlaceholders() {
        return COMMON;
    }

    /** The event of that wire name, its case disregarded; empty for a name that this version does not know. */
    public static Optional<JitEventType> ofWireName(String name) {
        for (JitEventType type : values()) {
            if (type.wireName.equalsIgnoreCase(name)) {
                return Optional.of(type);
            }
        }
        return Optional.empty();
    }

    /** The event of that name in a URL; empty if there is none. */
    public static Optional<JitEventType> ofPathSegment(String segment) {
        for (JitEventType type : values()) {
            if (type.pathSegment.equals(segment)) {
                return Optional.of(type);
            }
        }
        return Optional.empty();
    }
}
