package io.epmjit.connector.jira;

import io.epmjit.connector.DecisionParticular;
import io.epmjit.connector.HostileText;
import io.epmjit.connector.jira.JiraClient.EditField;
import io.epmjit.http.CallOptions;
import io.epmjit.http.ResponseException;
import io.epmjit.http.ResponseException.Unauthorized;
import io.epmjit.model.Retryability;
import io.epmjit.model.TicketRef;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Fills in the fields of an issue that are set up for what EPM says of the decision. What Jira does not take is told, and
 * keeps nothing else from being done.
 */
final class DecisionFields {

    private static final int LONGEST_LINE = 255;
    private static final int LONGEST_PARAGRAPH = 4_000;
    private static final DateTimeFormatter JIRAS_TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSZ");

    private final JiraClient jira;
    private final JiraSettings settings;
    private final CallOptions options;
    private final TicketRef ticket;
    private final List<String> remarks = new ArrayList<>();

    DecisionFields(JiraClient jira, JiraSettings settings, CallOptions options, TicketRef ticket) {
        this.jira = jira;
        this.settings = settings;
        this.options = options;
        this.ticket = ticket;
    }

    /** Answers what was not filled in, and why. */
    List<String> fillIn(Map<DecisionParticular, String> particulars) {
        List<DecisionField> wanted = settings.decisionFields().stream()
                .filter(field -> particulars.containsKey(field.particular()))
                .toList();
        if (!wanted.isEmpty()) {
            unlessRefused("the fields of the decision", () -> fillIn(wanted, particulars));
        }
        return remarks;
    }

    private void fillIn(List<DecisionField> wanted, Map<DecisionParticular, String> particulars) {
        List<EditField> screen = jira.editFields(ticket.id(), options);
        Map<String, Object> values = new LinkedHashMap<>();
        for (DecisionField field : wanted) {
            String text = particulars.getOrDefault(field.particular(), "");
            Optional<EditField> meant = meant(screen, field.field());
            Optional<Object> value = meant.flatMap(found -> value(found, text));
            if (meant.isEmpty()) {
                remark(field, "it is not on the screen on which such issues are edited, or several have that name");
            } else if (value.isEmpty()) {
                remark(field, "it takes no such value");
            } else {
                values.put(meant.get().id(), value.get());
            }
        }
        if (!values.isEmpty()) {
            write(values);
        }
    }

    private void remark(DecisionField field, String why) {
        remarks.add("field " + field.field() + " was not given " + field.particular() + ": " + why);
    }

    private static Optional<EditField> meant(List<EditField> screen, String idOrName) {
        Optional<EditField> byId =
                screen.stream().filter(field -> field.id().equals(idOrName)).findFirst();
        List<EditField> byName = screen.stream()
                .filter(field -> field.name().equalsIgnoreCase(idOrName))
                .toList();
        return byName.size() == 1 ? byId.or(() -> Optional.of(byName.get(0))) : byId;
    }

    /** All at once; if Jira does not take them so, one by one, since one that it refuses makes it refuse all. */
    private void write(Map<String, Object> values) {
        try {
            jira.editIssue(ticket.id(), values, options);
        } catch (ResponseException.InvalidRequest e) {
            values.forEach((id, value) ->
                    unlessRefused("field " + id, () -> jira.editIssue(ticket.id(), Map.of(id, value), options)));
        }
    }

    private void unlessRefused(String what, Runnable work) {
        try {
            work.run();
        } catch (Unauthorized e) {
            throw e;
        } catch (ResponseException e) {
            if (e.retryability() != Retryability.NEVER) {
                throw e;
            }
            remarks.add(what + " could not be filled in: Jira answers " + e.status()
                    + e.detail().map(words -> ", " + words).orElse(""));
        }
    }

    /** The text as a field of that kind takes it; empty if it does not. */
    private static Optional<Object> value(EditField field, String text) {
        if (field.isDateTime()) {
            return time(text);
        } else if (field.isParagraph()) {
            return Optional.of(
                    Adf.document(List.of(Adf.paragraph(HostileText.cut(LONGEST_PARAGRAPH, HostileText.lines(text))))));
        } else if (field.isChoice()) {
            return field.choices().stream()
                    .filter(text::equalsIgnoreCase)
                    .findFirst()
                    .map(choice -> Map.of("value", choice));
        }
        return field.isText()
                ? Optional.of(HostileText.first(LONGEST_LINE, HostileText.oneLine(text)))
                : Optional.empty();
    }

    private static Optional<Object> time(String text) {
        try {
            return Optional.of(JIRAS_TIME.format(OffsetDateTime.parse(text)));
        } catch (DateTimeException noTimeWithAZone) {
            return Optional.empty();
        }
    }
}
