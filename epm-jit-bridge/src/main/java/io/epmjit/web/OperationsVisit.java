package io.epmjit.web;

import io.epmjit.bridge.JitBridge;
import io.epmjit.bridge.Paging;
import io.epmjit.bridge.RequestRecord;
import io.epmjit.bridge.Slice;
import io.epmjit.bridge.TenantRequest;
import io.epmjit.endpoint.EndpointResponse;
import io.epmjit.ledger.Operator;
import io.epmjit.model.JitRequestRef;
import io.epmjit.model.RequestKind;
import io.epmjit.web.FormTokens.Judgement;
import io.epmjit.web.internal.Block;
import io.epmjit.web.internal.Cell;
import io.epmjit.web.internal.Excerpt;
import io.epmjit.web.internal.Fault;
import io.epmjit.web.internal.Messages;
import io.epmjit.web.internal.OperationsView;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One visit of a section by somebody who may see it. */
final class OperationsVisit {

    private static final int ITEMS = 25;
    private static final int BYTES = 300;

    /** What stands in the navigation, in its order. */
    private static final List<String> NAVIGATION = List.of(
            "health",
            "tickets",
            "incoming",
            "decisions",
            "quarantine",
            "dead-letters",
            "connections",
            "urls",
            "trail",
            "downloads");

    private final JitBridge bridge;
    private final Visit visit;
    private final Viewer viewer;
    private final FormTokens tokens;
    private final Section section;
    private final int status;
    private final List<Fault> faults;
    private final @Nullable Order refused;

    OperationsVisit(JitBridge bridge, Visit visit, Viewer viewer, FormTokens tokens, Section section) {
        this(bridge, visit, viewer, tokens, section, 200, List.of(), null);
    }

    private OperationsVisit(
            JitBridge bridge,
            Visit visit,
            Viewer viewer,
            FormTokens tokens,
            Section section,
            int status,
            List<Fault> faults,
            @Nullable Order refused) {
        this.bridge = bridge;
        this.visit = visit;
        this.viewer = viewer;
        this.tokens = tokens;
        this.section = section;
        this.status = status;
        this.faults = faults;
        this.refused = refused;
    }

    /** The same visit, as if it had been to another section. */
    OperationsVisit in(Section other) {
        return new OperationsVisit(bridge, visit, viewer, tokens, other);
    }

    JitBridge bridge() {
        return bridge;
    }

    Messages says() {
        return visit.says();
    }

    /** What is said under this key of the operations page. */
    String text(String key, Object... values) {
        return says().text("ops." + key, values);
    }

    /** Whoever orders something here. */
    Operator operator() {
        return new Operator(viewer.name(), "page");
    }

    /** What the address asks for under this name; empty if nothing. */
    String asked(String name) {
        return visit.request().queryParameter(name).orElse("").strip();
    }

    /** The number that the address asks for under this name. */
    Optional<Long> askedNumber(String name) {
        String text = asked(name);
        return text.matches("\\d{1,18}") ? Optional.of(Long.valueOf(text)) : Optional.empty();
    }

    /** The request that the address names, if it can be one. */
    Optional<TenantRequest> askedRequest() {
        String id = asked("id");
        if (id.isEmpty() || asked("tenant").isEmpty()) {
            return Optional.empty();
        }
        return Stream.of(RequestKind.values())
                .filter(kind -> kind.name().equals(asked("kind")))
                .findFirst()
                .map(kind -> new TenantRequest(asked("tenant"), JitRequestRef.of(kind, id)));
    }

    /** Whether somebody else's page has sent the browser here. */
    boolean isFromElsewhere() {
        return visit.request()
                .header("Sec-Fetch-Site")
                .filter("cross-site"::equals)
                .isPresent();
    }

    /** The piece of a list that the address asks for; its beginning, if that is no piece of this list. */
    <T> Slice<T> slice(Function<Paging, Slice<T>> list) {
        String mark = asked("from");
        if (!mark.isEmpty()) {
            try {
                return list.apply(Paging.after(mark, ITEMS));
            } catch (IllegalArgumentException notOfThisList) {
                // Whoever changes an address by hand begins at the beginning.
            }
        }
        return list.apply(Paging.first(ITEMS));
    }

    // ---- where things are

    /** A place within the operations page, with names and values for its query. */
    String to(String place, String... query) {
        boolean isAtMount = visit.path().isEmpty() && !visit.request().path().endsWith("/");
        StringBuilder address = new StringBuilder(isAtMount ? OperationsPage.MOUNT + "/" : "./").append(place);
        for (int i = 0; i < query.length; i += 2) {
            address.append(i == 0 ? '?' : '&')
                    .append(query[i])
                    .append('=')
                    .append(URLEncoder.encode(query[i + 1], StandardCharsets.UTF_8));
        }
        return address.toString();
    }

    String to(TenantRequest request) {
        return to(
                "request",
                "tenant",
                request.tenant(),
                "kind",
                request.request().kind().name(),
                "id",
                request.request().requestId());
    }

    /** Where a list goes on, with names and values that stay; empty at its end. */
    String next(Slice<?> slice, String... query) {
        return slice.next()
                .map(mark -> to(
                        section.name(),
                        Stream.concat(Stream.of(query), Stream.of("from", mark)).toArray(String[]::new)))
                .orElse("");
    }

    /** This very place, as its form was sent to it. */
    String address() {
        return askedRequest().map(this::to).orElseGet(() -> to(section.name()));
    }

    EndpointResponse go(String address) {
        return EndpointResponse.of(303).withHeader("Location", address);
    }

    // ---- what is shown

    EndpointResponse page(String heading, List<Block> blocks) {
        String title = faults.isEmpty() ? heading : says().text("fault.prefix") + " " + heading;
        return Templates.page(
                status,
                "operations",
                Map.of("view", new OperationsView(visit.frame(title), navigation(), heading, news(), faults, blocks)));
    }

    private List<Block.Link> navigation() {
        return NAVIGATION.stream()
                .map(name -> new Block.Link(
                        text("nav." + name), to(name.equals("health") ? "" : name), name.equals(section.name())))
                .toList();
    }

    EndpointResponse problem(int code, String name) {
        return visit.problem(code, name);
    }

    Cell time(Instant when) {
        return Cell.time(says().time(when), when.truncatedTo(ChronoUnit.MILLIS).toString());
    }

    /** As much of a text that somebody chose as a list has room for. */
    Cell cell(String hostile) {
        return Cell.of(Excerpt.of(hostile, BYTES));
    }

    /** The same of words of the bridge, of EPM or of a tracker. */
    Cell english(String hostile) {
        return Cell.english(Excerpt.of(hostile, BYTES));
    }

    Cell link(TenantRequest request) {
        return Cell.link(
                request.request().ticketNumber().orElse(request.request().requestId()), to(request));
    }

    Cell link(RequestRecord record) {
        return link(new TenantRequest(record.tenant(), record.request()));
    }

    /** A button, if need be with a field for the reason, that orders this. */
    Block.Action action(String what, String subject, boolean asksWhy, String... query) {
        Order order = new Order(what, subject, "");
        boolean isRefused =
                refused != null && refused.is(what) && refused.subject().equals(subject);
        return new Block.Action(
                order.id(),
                to(section.name(), query),
                tokens.issue(viewer, order.purpose(section)),
                what,
                subject,
                text("do." + what, (Object[]) subject.split(" ", -1)),
                asksWhy ? text("why") : "",
                isRefused && refused != null ? refused.why() : "");
    }

    // ---- what came of an order

    /** It is done: the page says so once it has been asked for again. */
    EndpointResponse done(String address, String what, String... values) {
        List<String> parts = new ArrayList<>(List.of(what));
        parts.addAll(List.of(values));
        String news = String.join(":", parts);
        return go(address + (address.indexOf('?') < 0 ? "?" : "&") + "done="
                + URLEncoder.encode(news, StandardCharsets.UTF_8) + "&mark="
                + tokens.issue(viewer, newsPurpose(news)));
    }

    private Optional<String> news() {
        String news = asked("done");
        if (news.isEmpty() || tokens.judge(asked("mark"), viewer, newsPurpose(news)) != Judgement.GENUINE) {
            return Optional.empty();
        }
        String[] parts = news.split(":", -1);
        Object[] values = Stream.of(parts).skip(1).toArray();
        return says().find("ops.done." + parts[0], values);
    }

    private static String newsPurpose(String news) {
        return "news\n" + news;
    }

    /** It is not done: the section says why, with what was typed. */
    EndpointResponse refused(int code, Order order, String field, String why) {
        return section.show(new OperationsVisit(
                bridge, visit, viewer, tokens, section, code, List.of(new Fault(field, why)), order));
    }

    /** A reason is missing, or too long; empty if it is neither. */
    Optional<EndpointResponse> withoutReason(Order order) {
        String field = order.id() + "-why";
        if (order.why().isEmpty()) {
            return Optional.of(refused(422, order, field, text("fault.why")));
        }
        if (order.why().length() > Block.Action.LONGEST_REASON) {
            return Optional.of(refused(422, order, field, text("fault.why-length", Block.Action.LONGEST_REASON)));
        }
        return Optional.empty();
    }
}
