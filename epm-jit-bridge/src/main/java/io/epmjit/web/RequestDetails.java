package io.epmjit.web;

import io.epmjit.bridge.RequestRecord;
import io.epmjit.model.AccessDuration;
import io.epmjit.model.JitEvent;
import io.epmjit.model.Placeholder;
import io.epmjit.model.RequestKind;
import io.epmjit.web.internal.Excerpt;
import io.epmjit.web.internal.Messages;
import io.epmjit.web.internal.Row;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a request says, as an approver reads it: what the guides show first, then everything else. Users and files chose
 * most of it, so a first look shows so much of each that all of it together stays small.
 */
final class RequestDetails {

    private static final int FIRST_BYTES = 1_200;
    private static final int OTHER_BYTES = 240;
    private static final int MOST_OTHERS = 60;

    private static final List<Placeholder> APPLICATION = List.of(
            Placeholder.USER,
            Placeholder.FILE_PATH_OBJECT_ID,
            Placeholder.PRODUCT_NAME,
            Placeholder.PRODUCT_VERSION,
            Placeholder.PUBLISHER,
            Placeholder.HOST_NAME,
            Placeholder.CMD_ARGS,
            Placeholder.REASON,
            Placeholder.TIMESTAMP,
            Placeholder.TICKET_NUMBER);

    private static final List<Placeholder> ADMIN = List.of(
            Placeholder.USER_NAME,
            Placeholder.USER_ID,
            Placeholder.COMPUTER_ID,
            Placeholder.GROUP_ID,
            Placeholder.DURATION_REQUESTED,
            Placeholder.REASON,
            Placeholder.TIMESTAMP,
            Placeholder.TICKET_NUMBER);

    private final Messages says;
    private final boolean isWhole;
    private final List<Row> first = new ArrayList<>();
    private final List<Row> others = new ArrayList<>();
    private boolean isCut;

    /** @param whole whether everything is shown to its end */
    RequestDetails(RequestRecord request, Messages says, boolean whole) {
        this.says = says;
        this.isWhole = whole;
        List<Placeholder> known = request.request().kind() == RequestKind.APPLICATION ? APPLICATION : ADMIN;
        request.event().ifPresent(event -> read(event, known));
    }

    private void read(JitEvent event, List<Placeholder> known) {
        for (Placeholder placeholder : known) {
            readable(event, placeholder).ifPresent(text -> addFirst(says.text("request." + placeholder.name()), text));
        }
        Set<Placeholder> rest = EnumSet.allOf(Placeholder.class);
        known.forEach(rest::remove);
        for (Placeholder placeholder : rest) {
            event.text(placeholder).ifPresent(text -> addOther(placeholder.fieldName(), text));
        }
        event.extra().forEach(this::addOther);
    }

    /** As people read it, where it can be understood; else as it came. */
    private Optional<String> readable(JitEvent event, Placeholder placeholder) {
        Optional<String> text = event.text(placeholder);
        return switch (placeholder) {
            case DURATION_REQUESTED ->
                text.flatMap(AccessDuration::fromWire)
                        .map(length -> Durations.inWords(length, says))
                        .or(() -> text);
            case TIMESTAMP -> event.timestamp().map(says::time).or(() -> text);
            default -> text;
        };
    }

    private void addFirst(String label, String text) {
        first.add(new Row(label, excerpt(text, FIRST_BYTES)));
    }

    private void addOther(String label, String text) {
        if (!isWhole && others.size() == MOST_OTHERS) {
            isCut = true;
            return;
        }
        others.add(new Row(excerpt(label, OTHER_BYTES).text(), excerpt(text, OTHER_BYTES)));
    }

    private Excerpt excerpt(String text, int bytes) {
        Excerpt excerpt = isWhole ? Excerpt.whole(text) : Excerpt.of(text, bytes);
        isCut |= excerpt.more() > 0;
        return excerpt;
    }

    List<Row> first() {
        return first;
    }

    List<Row> others() {
        return others;
    }

    /** Whether something was left out. */
    boolean isCut() {
        return isCut;
    }
}
