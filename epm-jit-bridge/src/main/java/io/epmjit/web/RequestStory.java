package io.epmjit.web;

import io.epmjit.bridge.RequestRecord;
import io.epmjit.connector.HostileText;
import io.epmjit.ledger.DecisionState;
import io.epmjit.ledger.OriginState;
import io.epmjit.ledger.RecordedDecision;
import io.epmjit.ledger.Sighting;
import io.epmjit.model.AccessDuration;
import io.epmjit.web.internal.Banner;
import io.epmjit.web.internal.Excerpt;
import io.epmjit.web.internal.Happening;
import io.epmjit.web.internal.Messages;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** What became of a request so far, in a page's language: how it stands, and how it came to that. */
final class RequestStory {

    private static final int BYTES = 240;
    private static final int LONGEST_NAME = 80;
    private static final int MOST_DECISIONS = 10;

    private final RequestRecord request;
    private final Messages says;
    private final boolean isWhole;

    /** @param whole whether everything is told, to its end */
    RequestStory(RequestRecord request, Messages says, boolean whole) {
        this.request = request;
        this.says = says;
        this.isWhole = whole;
    }

    /** Whether it can be decided, as far as that can be told before anybody tries. */
    boolean isOpen() {
        return !hasNoId()
                && switch (request.state()) {
                    case PENDING, UNCONFIRMED -> true;
                    case REPORTED -> inForce().isEmpty();
                    case SUBMITTED, APPROVED, DENIED, ENDED -> false;
                };
    }

    /** Whether an approval may have arrived, so that only a denial can follow. */
    static boolean isOpenForDenialsOnly(RequestRecord request) {
        return request.decisions().stream().anyMatch(decision -> decision.state() == DecisionState.UNCONFIRMED);
    }

    private boolean hasNoId() {
        return request.request()
                .ticketNumber()
                .filter(request.request().requestId()::equals)
                .isPresent();
    }

    private Optional<RecordedDecision> inForce() {
        return request.decisions().stream()
                .filter(decision -> decision.state().isInForce())
                .findFirst();
    }

    /** How it stands, where there is something to say; without the names of people if nobody may know them. */
    Optional<Banner> banner(boolean names) {
        if (hasNoId()) {
            return banner("", "no-id", says.text("state.no-id.text"));
        }
        return switch (request.state()) {
            case PENDING -> last().flatMap(decision -> bannerOfPending(decision, names));
            case SUBMITTED -> banner("success", "submitted", submitted(names));
            case UNCONFIRMED -> banner("error", "unconfirmed", says.text("state.unconfirmed.text"));
            case REPORTED -> banner("", "reported", says.text("state.reported.text"));
            case APPROVED -> banner("success", "approved", end(names));
            case DENIED -> banner("", "denied", end(names));
            case ENDED ->
                banner(
                        "",
                        "ended",
                        says.text("state.ended.text", name(statusAtEpm().orElse("?"))));
        };
    }

    private Optional<Banner> bannerOfPending(RecordedDecision last, boolean names) {
        return switch (last.state()) {
            case AWAITING_SECOND -> banner("", "awaiting-second", names ? inWords(last) : "");
            case REFUSED -> banner("error", "refused", says.text("state.refused.text"));
            case EXPIRED -> banner("error", "expired", says.text("state.expired.text"));
            default -> Optional.empty();
        };
    }

    private Optional<Banner> banner(String style, String state, String text) {
        return Optional.of(new Banner(style, says.text("state." + state), text));
    }

    private Optional<RecordedDecision> last() {
        return request.decisions().stream().reduce((earlier, later) -> later);
    }

    private Optional<String> statusAtEpm() {
        return request.verified().map(sighting -> sighting.status().value());
    }

    private String submitted(boolean names) {
        String who = names ? inForce().map(this::inWords).orElse("") + " " : "";
        return who + says.text("state.submitted.text");
    }

    /** Who decided, until when that lasts, and that it cannot be changed. */
    private String end(boolean names) {
        List<String> sentences = new ArrayList<>();
        if (names) {
            inForce()
                    .filter(ours -> ours.isApproved() == (request.state() == OriginState.APPROVED))
                    .map(this::inWords)
                    .or(() -> request.verified().flatMap(Sighting::decidedBy).map(who -> says.text("by", name(who))))
                    .ifPresent(sentences::add);
        }
        request.verified()
                .flatMap(Sighting::accessUntil)
                .ifPresent(until -> sentences.add(says.text("until", says.time(until))));
        sentences.add(says.text("refusal.FINAL"));
        return String.join(" ", sentences);
    }

    /** Who was first, for whoever came second. */
    Optional<String> winner() {
        return inForce()
                .map(first -> says.text(
                        "refusal.BEING_SENT.by",
                        says.text(first.isApproved() ? "approved" : "denied"),
                        name(first.decidedBy())));
    }

    private String inWords(RecordedDecision decision) {
        return decision.duration()
                .map(length -> says.text("approved.by", name(decision.decidedBy()), Durations.inWords(length, says)))
                .orElseGet(() -> says.text("denied.by", name(decision.decidedBy())));
    }

    /** A name that somebody chose, so that it moves nothing around it. */
    private static String name(String hostile) {
        return "\u2068" + HostileText.cut(LONGEST_NAME, HostileText.oneLine(hostile)) + "\u2069";
    }

    /** What has happened, the oldest first. */
    List<Happening> happenings() {
        List<Happening> all = new ArrayList<>();
        all.add(happening(request.openedAt(), says.text("story.received")));
        decisionsToTell().forEach(decision -> all.add(happening(decision)));
        request.reported().ifPresent(seen -> all.add(happening(seen, "story.reported")));
        request.verified()
                .filter(seen -> !seen.status().isPending())
                .ifPresent(seen -> all.add(happening(seen, "story.verified")));
        all.sort(Comparator.comparing(Happening::moment));
        return all;
    }

    private List<RecordedDecision> decisionsToTell() {
        List<RecordedDecision> all = request.decisions();
        return isWhole ? all : all.subList(Math.max(0, all.size() - MOST_DECISIONS), all.size());
    }

    /** Whether something was left out. */
    boolean isCut() {
        return decisionsToTell().size() < request.decisions().size()
                || happenings().stream().flatMap(one -> one.said().stream()).anyMatch(said -> said.more() > 0);
    }

    private Happening happening(Instant when, String heading) {
        return new Happening(moment(when), says.time(when), heading, Optional.empty(), "", Optional.empty());
    }

    private Happening happening(RecordedDecision decision) {
        return new Happening(
                moment(decision.decidedAt()),
                says.time(decision.decidedAt()),
                inWords(decision),
                Optional.of(excerpt(decision.reason())),
                says.text("decision." + decision.state().name()),
                decision.explanation().map(this::excerpt));
    }

    private Happening happening(Sighting seen, String key) {
        List<String> more = new ArrayList<>();
        seen.decidedBy().ifPresent(who -> more.add(says.text("by", name(who))));
        seen.duration()
                .flatMap(AccessDuration::fromWire)
                .ifPresent(length -> more.add(says.text("for", Durations.inWords(length, says))));
        seen.accessUntil().ifPresent(until -> more.add(says.text("until", says.time(until))));
        return new Happening(
                moment(seen.seenAt()),
                says.time(seen.seenAt()),
                says.text(key, name(seen.status().value())),
                Optional.empty(),
                String.join(" ", more),
                Optional.empty());
    }

    private Excerpt excerpt(String text) {
        return isWhole ? Excerpt.whole(text) : Excerpt.of(text, BYTES);
    }

    /** To the millisecond, so that moments are in order as texts, too. */
    private static String moment(Instant when) {
        return DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").format(when.atOffset(ZoneOffset.UTC));
    }
}
