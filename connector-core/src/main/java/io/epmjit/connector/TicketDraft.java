package io.epmjit.connector;

import io.epmjit.model.JitRequestRef;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.immutables.value.Value;

/**
 * A request as a ticket shall show it, in words that belong to no tracker; a connector turns it into the tracker's own
 * form. Every value may have been chosen by an end user or a file. Immutable.
 */
@Value.Immutable
public abstract class TicketDraft {

    private static final int LONGEST_VALUE = 4_000;

    TicketDraft() {}

    public static Builder builder() {
        return new Builder();
    }

    /** By which the ticket will be found again. */
    public abstract Stamp stamp();

    /** The request that the ticket stands for. */
    public abstract JitRequestRef request();

    /**
     * What the request says, under EPM's own placeholder names ({@code User}, {@code HostName}), for templates such as
     * {@code EPM JIT Application Access Request - %%User%%}. What the request does not say is not there.
     */
    public abstract Map<String, String> placeholders();

    /** All details for people, grouped and in reading order. */
    public abstract List<TicketSection> sections();

    /** A remark above everything else, such as that nobody could verify what the request says. */
    public abstract Optional<String> notice();

    /** The account of the person who asks, as EPM names it: {@code DOMAIN\\user} or an address. */
    public abstract Optional<String> requester();

    /**
     * Everything that people read of the request, line by line, for trackers that take no structure. What cannot be seen is
     * made visible, and what is too long is cut and says so; markup is still markup.
     *
     * @param longest how many characters the tracker takes
     */
    public final String asText(int longest) {
        StringBuilder text = new StringBuilder();
        notice().filter(notice -> !notice.isBlank())
                .ifPresent(notice -> text.append(fit(notice)).append("\n\n"));
        for (TicketSection section : sections()) {
            text.append(HostileText.oneLine(section.heading())).append('\n');
            section.fields()
                    .forEach(field -> text.append("  ")
                            .append(HostileText.oneLine(field.label()))
                            .append(": ")
                            .append(fit(field.value()).replace("\n", "\n    "))
                            .append('\n'));
        }
        return text.length() <= longest ? text.toString() : HostileText.first(longest - 1, text.toString()) + "…";
    }

    private static String fit(String value) {
        return HostileText.cut(LONGEST_VALUE, HostileText.lines(value));
    }

    /** Collects a draft; not for use by several threads. */
    public static final class Builder extends ImmutableTicketDraft.Builder {
        Builder() {}
    }
}
