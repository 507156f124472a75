package io.epmjit.benchmark.kill;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Checks the journals of a campaign. Whoever wrote them knows nothing of the rules. */
final class Rules {

    private static final Pattern NOTE_KEY = Pattern.compile("(?m)^\\s*Reference: (\\S+)\\s*$");
    private static final Pattern ERROR = Pattern.compile("\\] ERROR | ERROR io\\.epmjit");

    static final String BETWEEN = "decided in the console between our read and our send";
    static final String DUPLICATES = "tickets opened twice";

    private final Settings settings;
    private final History history;
    private final List<Finding> findings = new ArrayList<>();
    private final Map<String, List<Entry>> atEpm = new LinkedHashMap<>();
    private final Map<String, List<Entry>> issues = new LinkedHashMap<>();
    private final Map<Long, Integer> arrivals = new HashMap<>();
    private final Map<Long, String> workers = new HashMap<>();
    private int races;
    private int duplicates;
    private int overtaken;
    private final Ice frozen;

    private Rules(Settings settings, History history) {
        this.frozen = Ice.of(history);
        this.settings = settings;
        this.history = history;
        for (Entry entry : history.epm()) {
            if (entry.has("worker")) {
                workers.put(entry.call(), entry.text("worker"));
            }
            if (entry.is("arrived")) {
                arrivals.put(entry.call(), entry.position());
            } else if (entry.has("requestId")) {
                atEpm.computeIfAbsent(entry.text("requestId"), id -> new ArrayList<>())
                        .add(entry);
            }
        }
        history.jira().stream()
                .filter(entry -> entry.is("issue created"))
                .forEach(entry -> issues.computeIfAbsent(entry.text(history.stampField()), id -> new ArrayList<>())
                        .add(entry));
    }

    /** What the rules make of a campaign. */
    static Verdict judge(Settings settings, History history) {
        Rules rules = new Rules(settings, history);
        rules.tickets();
        rules.decisions();
        rules.webhooks();
        rules.acceptedDecisions();
        rules.notes();
        rules.resolutions();
        rules.mishaps();
        rules.kills();
        rules.faults();
        return new Verdict(rules.findings, rules.figures());
    }

    private void broken(Rule rule, String what) {
        findings.add(new Finding(rule, what));
    }

    private List<Entry> epm(String requestId, String what) {
        return atEpm.getOrDefault(requestId, List.of()).stream()
                .filter(entry -> entry.is(what))
                .toList();
    }

    private Set<String> requests() {
        return all(history.epm(), "request made")
                .map(entry -> entry.text("requestId"))
                .collect(Collectors.toCollection(java.util.LinkedHashSet::new));
    }

    private static Stream<Entry> all(List<Entry> journal, String what) {
        return journal.stream().filter(entry -> entry.is(what));
    }

    private static boolean isAcknowledged(Entry delivery) {
        return delivery.number("status") / 100 == 2;
    }

    // ---- tickets

    private void tickets() {
        Set<String> known = requests();
        for (String request : known) {
            int tickets = issues.getOrDefault(request, List.of()).size();
            boolean acknowledged = epm(request, "webhook sent").stream()
                    .anyMatch(sent -> isAcknowledged(sent) && sent.text("event").endsWith("TICKET_CREATED"));
            if (tickets > 1
                    && (settings.hidesBeyondTheDelay() || frozen.anyOf(issues.getOrDefault(request, List.of())))) {
                duplicates += tickets - 1;
                duplicated(request, tickets - 1);
            } else if (tickets > 1) {
                broken(Rule.ONE_TICKET, request + " has " + tickets + " tickets: " + issues.get(request));
            } else if (tickets == 0 && acknowledged) {
                broken(Rule.ONE_TICKET, request + " was acknowledged and has no ticket");
            }
        }
        issues.keySet().stream()
                .filter(stamp -> !known.contains(stamp))
                .forEach(stamp ->
                        broken(Rule.ONE_TICKET, "a ticket for a request that nobody made: " + issues.get(stamp)));
    }

    /**
     * More tickets than one, since one was hidden for too long, or a frozen node opened it: the bridge must find them all. A
     * kill right after the commit keeps listeners from hearing of it; the note on the duplicate is written all the same.
     */
    private void duplicated(String request, int more) {
        long told = Stream.concat(
                        all(history.bridge(), "TicketDuplicated")
                                .filter(change -> change.text("request").equals(request))
                                .map(change -> change.text("duplicate").replaceFirst("^.*:", "")),
                        commentsOn(request)
                                .filter(comment -> comment.text("text").contains("Reference: epm-jit:duplicate"))
                                .map(comment -> comment.text("issue")))
                .distinct()
                .count();
        if (told < more) {
            broken(
                    Rule.REPORTED,
                    "the bridge does not say that " + request + " has " + (more + 1) + " tickets: "
                            + issues.get(request));
        }
    }

    // ---- decisions

    private void decisions() {
        for (String request : requests()) {
            List<Entry> ours = epm(request, "decided").stream()
                    .filter(entry -> entry.text("origin").equals("API"))
                    .toList();
            if (ours.size() > 1 && frozen.anyOf(ours)) {
                overtaken(request, ours);
            } else if (ours.size() > 1) {
                broken(Rule.ONE_DECISION, request + " was decided by us " + ours.size() + " times: " + ours);
            }
            approvals(request);
            ours.forEach(decision -> console(request, decision));
        }
    }

    private void approvals(String request) {
        List<Entry> sent = epm(request, "decision arrived").stream()
                .filter(entry -> entry.text("status").equals("Approved"))
                .toList();
        for (int i = 1; i < sent.size(); i++) {
            int before = sent.get(i - 1).position();
            int after = sent.get(i).position();
            boolean saidPending = epm(request, "read").stream()
                    .anyMatch(read -> read.position() > before
                            && read.position() < after
                            && read.text("status").equals("Pending"));
            if (!saidPending && frozen.anyOf(sent.subList(i - 1, i + 1))) {
                overtaken(request, sent);
            } else if (!saidPending) {
                broken(Rule.NO_APPROVAL_TWICE, request + " was sent " + sent.get(i - 1) + " and then " + sent.get(i));
            }
        }
    }

    /** What a node did that came back from the ice, and did not know that its work had been taken over. */
    private void overtaken(String request, List<Entry> what) {
        overtaken++;
        if (!isReported(request, Set.of("WorkOvertaken", "DecisionFailed", "DecisionOverwritten"))) {
            broken(Rule.REPORTED, "the bridge does not say what a frozen node did to " + request + ": " + what);
        }
    }

    /** What the worker that sends was told last: what another one learns meanwhile, it cannot know. */
    private Optional<Entry> lastRead(String request, int before, String worker) {
        return epm(request, "read").stream()
                .filter(read -> read.position() < before)
                .filter(read -> workers.getOrDefault(read.call(), "").equals(worker))
                .reduce((one, other) -> other);
    }

    /** Whether a decision of ours came over one that somebody made in the console, and could have been known. */
    private void console(String request, Entry ours) {
        int arrival = arrivals.getOrDefault(ours.call(), ours.position());
        Optional<Entry> read = lastRead(request, arrival, workers.getOrDefault(ours.call(), ""));
        if (read.isEmpty()) {
            broken(Rule.NO_CONSOLE_DECISION_OVERWRITTEN, request + " was decided without a look at it: " + ours);
            return;
        }
        if (!read.get().text("status").equals("Pending")) {
            broken(
                    Rule.NO_CONSOLE_DECISION_OVERWRITTEN,
                    request + " was decided although EPM had said " + read.get() + ": " + ours);
        }
        List<Entry> overwritten = epm(request, "decided").stream()
                .filter(entry -> entry.text("origin").equals("CONSOLE"))
                .filter(entry -> entry.position() > read.get().position() && entry.position() < ours.position())
                .toList();
        if (!overwritten.isEmpty()) {
            races++;
            race(request, overwritten.get(overwritten.size() - 1));
        }
    }

    /** Decided in the console between our read and the arrival of our send: the bridge must say so, if it was told. */
    private void race(String request, Entry console) {
        boolean told = epm(request, "webhook sent").stream()
                .anyMatch(sent -> isAcknowledged(sent)
                        && sent.position() > console.position()
                        && sent.text("by").equals(console.text("by"))
                        && sent.text("event").endsWith("DECISION_UPDATED"));
        if (told && !isReported(request, Set.of("DecisionFailed", "DecisionOverwritten"))) {
            broken(
                    Rule.REPORTED,
                    "the bridge does not say that " + request + " was decided in the console: " + console);
        }
    }

    private boolean isReported(String request, Set<String> changes) {
        return history.bridge().stream()
                        .anyMatch(change -> changes.contains(change.what())
                                && change.text("request").equals(request))
                || noteTexts(request).stream()
                        .anyMatch(text ->
                                text.contains("EPM says something else") || text.contains("has been overwritten"));
    }

    private List<String> noteTexts(String request) {
        return commentsOn(request).map(comment -> comment.text("text")).toList();
    }

    private Stream<Entry> commentsOn(String request) {
        Set<String> keys = issues.getOrDefault(request, List.of()).stream()
                .map(issue -> issue.text("key"))
                .collect(Collectors.toSet());
        return all(history.jira(), "comment added").filter(comment -> keys.contains(comment.text("issue")));
    }

    // ---- nothing lost

    private void webhooks() {
        all(history.epm(), "webhook sent")
                .filter(Rules::isAcknowledged)
                .filter(sent -> !history.keptBodies().contains(sent.text("bodySha256")))
                .forEach(sent -> broken(Rule.NO_WEBHOOK_MISSING, "acknowledged, and not in the ledger: " + sent));
    }

    private void acceptedDecisions() {
        all(history.campaign(), "decision proposed")
                .filter(proposed -> proposed.text("verdict").equals("ACCEPTED"))
                .forEach(this::accepted);
    }

    private void accepted(Entry proposed) {
        String request = proposed.text("requestId");
        String status = proposed.text("answer").equals("DENY") ? "Denied" : "Approved";
        boolean effective = epm(request, "decided").stream()
                .anyMatch(decided -> decided.text("origin").equals("API")
                        && decided.text("status").equals(status)
                        && decided.text("by").equals(proposed.text("by")));
        if (!effective && !isReported(request, Set.of("DecisionFailed"))) {
            broken(Rule.NO_DECISION_LOST, "accepted, and neither at EPM nor reported: " + proposed);
        }
    }

    // ---- tickets in the end

    private void notes() {
        Set<String> seen = new HashSet<>();
        all(history.jira(), "comment added").forEach(comment -> {
            Matcher key = NOTE_KEY.matcher(comment.text("text"));
            boolean again = key.find() && !seen.add(comment.text("issue") + " " + key.group(1));
            if (again && frozen.anyOf(List.of(comment))) {
                overtaken++;
            } else if (again) {
                broken(Rule.NO_NOTE_TWICE, "a note stands twice: " + comment);
            }
        });
    }

    private void resolutions() {
        Map<String, String> categories = new HashMap<>();
        all(history.jira(), "status changed")
                .forEach(change -> categories.put(change.text("issue"), change.text("category")));
        issues.values().stream()
                .flatMap(List::stream)
                .filter(issue -> !"DONE".equals(categories.get(issue.text("key"))))
                .forEach(issue -> broken(Rule.EVERY_TICKET_RESOLVED, "not resolved in the end: " + issue));
    }

    private void mishaps() {
        all(history.bridge(), "WorkGivenUp").forEach(change -> broken(Rule.NOTHING_GIVEN_UP, change.toString()));
        all(history.bridge(), "BodyQuarantined").forEach(change -> broken(Rule.NOTHING_GIVEN_UP, change.toString()));
        List<String> errors = errors();
        boolean freezesExplain =
                errors.stream().filter(Rules::isOfALostTransaction).count() <= frozenInTransactions();
        errors.stream()
                .filter(error -> !(freezesExplain && isOfALostTransaction(error)))
                .limit(20)
                .forEach(error -> broken(Rule.NOTHING_GIVEN_UP, "in the log: " + error));
        if (!history.rested()) {
            broken(
                    Rule.AT_REST,
                    "something was still due, or open: "
                            + all(history.campaign(), "left open").toList());
        }
    }

    /** Each error of the logs, with the line behind it, which names the cause. */
    private List<String> errors() {
        List<String> log = history.log();
        return IntStream.range(0, log.size())
                .filter(i -> ERROR.matcher(log.get(i)).find() || log.get(i).contains("An unexpected failure"))
                .mapToObj(i -> log.get(i) + (i + 1 < log.size() ? " " + log.get(i + 1) : ""))
                .toList();
    }

    /**
     * A node that is frozen in a transaction for longer than PostgreSQL lets one idle finds it undone when it goes on: it
     * says so, and tells nobody that it has written anything.
     */
    private static boolean isOfALostTransaction(String error) {
        return error.contains("idle-in-transaction timeout");
    }

    private long frozenInTransactions() {
        return all(history.campaign(), "killed")
                .filter(kill -> kill.has("fate") && kill.text("fate").equals("FROZEN"))
                .filter(kill -> kill.text("aim").endsWith("_WRITTEN"))
                .count();
    }

    // ---- whether the campaign was worth its name

    private void kills() {
        List<Entry> kills = all(history.campaign(), "killed").toList();
        if (kills.size() < settings.kills()) {
            broken(Rule.MET_OFTEN_ENOUGH, "only " + kills.size() + " kills of " + settings.kills());
        }
        kills.stream()
                .filter(kill -> kill.number("open") < Settings.OPEN_AT_LEAST)
                .forEach(kill -> broken(Rule.FIVE_OPEN, kill.toString()));
        long inFlight = kills.stream()
                .filter(kill -> kill.text("kind").equals("InFlight"))
                .count();
        if (inFlight * 2 < settings.kills()) {
            broken(Rule.MET_OFTEN_ENOUGH, "only " + inFlight + " kills at calls on their way");
        }
        Map<String, Long> atEdges = countBy(kills.stream()
                .filter(kill -> kill.text("kind").equals("AtEdge"))
                .map(kill -> kill.text("aim")));
        if (settings.hidesBeyondTheDelay() && duplicates * 4 < settings.kills()) {
            broken(Rule.MET_OFTEN_ENOUGH, "only " + duplicates + " tickets were opened twice");
        }
        for (Edge edge : Edge.values()) {
            long times = atEdges.getOrDefault(edge.name(), 0L);
            if (times < settings.leastPerEdge()) {
                broken(Rule.MET_OFTEN_ENOUGH, edge + " was met only " + times + " times");
            }
        }
        long halts = all(history.bridge(), "halted").count();
        long sprung = atEdges.values().stream().mapToLong(Long::longValue).sum();
        if (halts != sprung) {
            broken(
                    Rule.MET_OFTEN_ENOUGH,
                    sprung + " kills at edges, but " + halts + " processes have ended at their edge");
        }
    }

    private void faults() {
        Map<String, Long> struck = faultFigures();
        for (String fault : FAULTS) {
            long times = struck.getOrDefault(fault, 0L);
            if (times < settings.leastPerFault()) {
                broken(Rule.MET_OFTEN_ENOUGH, fault + " only " + times + " times");
            }
        }
    }

    private static final List<String> FAULTS = List.of(
            "reply dropped",
            "reset after the work",
            "reset before the work",
            "worked late",
            "answered 429",
            "answered 500",
            "answered 503",
            "worked, answered 504",
            "new issue hidden from the search",
            "webhook repeated",
            "webhook overtaken by a later one",
            "webhook not acknowledged",
            "decided in the console",
            BETWEEN);

    private Map<String, Long> faultFigures() {
        Map<String, Long> figures = new TreeMap<>(countBy(Stream.concat(history.epm().stream(), history.jira().stream())
                .filter(entry -> entry.is("request") && entry.has("fault"))
                .map(entry -> entry.text("fault"))));
        List<Entry> sent = all(history.epm(), "webhook sent").toList();
        figures.put(
                "new issue hidden from the search",
                settings.hiding().isZero()
                        ? 0
                        : (long) issues.values().stream().mapToInt(List::size).sum());
        figures.put(
                "webhook repeated",
                sent.stream().filter(Rules::isAcknowledged).count()
                        - sent.stream()
                                .filter(Rules::isAcknowledged)
                                .map(one -> one.text("requestId") + one.text("event") + one.text("bodySha256"))
                                .distinct()
                                .count());
        figures.put(BETWEEN, (long) races);
        figures.put("webhook overtaken by a later one", late());
        figures.put(
                "webhook not acknowledged",
                sent.stream().filter(one -> !isAcknowledged(one)).count());
        figures.put(
                "decided in the console",
                all(history.epm(), "decided")
                        .filter(entry -> entry.text("origin").equals("CONSOLE"))
                        .count());
        return figures;
    }

    /** Requests whose decision was told, and taken, before they themselves were. */
    private long late() {
        Map<String, Integer> made = new HashMap<>();
        all(history.epm(), "request made").forEach(entry -> made.put(entry.text("requestId"), entry.position()));
        long late = 0;
        int newest = -1;
        for (Entry sent :
                all(history.epm(), "webhook sent").filter(Rules::isAcknowledged).toList()) {
            int happened = made.getOrDefault(sent.text("requestId"), -1);
            if (sent.text("event").endsWith("TICKET_CREATED")) {
                late += happened < newest ? 1 : 0;
                newest = Math.max(newest, happened);
            }
        }
        return late;
    }

    private static Map<String, Long> countBy(Stream<String> names) {
        return names.collect(Collectors.groupingBy(name -> name, TreeMap::new, Collectors.counting()));
    }

    // ---- figures

    private Map<String, Map<String, Long>> figures() {
        Map<String, Map<String, Long>> figures = new LinkedHashMap<>();
        List<Entry> kills = all(history.campaign(), "killed").toList();
        figures.put("kills", countBy(kills.stream().map(kill -> kill.text("kind"))));
        figures.put("fates", countBy(kills.stream().map(kill -> kill.text("fate"))));
        figures.put("kills with a call on its way", aims(kills, "InFlight"));
        figures.put("kills at edges", aims(kills, "AtEdge"));
        figures.put("faults", faultFigures());
        figures.put(
                "decisions at EPM",
                countBy(history.epm().stream()
                        .filter(entry -> entry.is("decided") || entry.is("decision without effect"))
                        .map(entry -> entry.text("origin") + " " + entry.text("status")
                                + (entry.is("decided") ? "" : " without effect"))));
        figures.put(
                "decisions proposed",
                countBy(all(history.campaign(), "decision proposed")
                        .map(one -> one.text("way") + " " + one.text("verdict"))));
        figures.put("told by the bridge", countBy(history.bridge().stream().map(Entry::what)));
        Map<String, Long> sums = new LinkedHashMap<>();
        sums.put("kills", (long) kills.size());
        sums.put("requests", (long) requests().size());
        sums.put("tickets", (long) issues.values().stream().mapToInt(List::size).sum());
        sums.put("notes", all(history.jira(), "comment added").count());
        sums.put(
                "webhooks acknowledged",
                all(history.epm(), "webhook sent").filter(Rules::isAcknowledged).count());
        sums.put(
                "decisions accepted",
                all(history.campaign(), "decision proposed")
                        .filter(one -> one.text("verdict").equals("ACCEPTED"))
                        .count());
        sums.put(DUPLICATES, (long) duplicates);
        sums.put("done twice by a frozen node", (long) overtaken);
        sums.put(
                "fewest open at a kill",
                kills.stream().mapToLong(kill -> kill.number("open")).min().orElse(0));
        figures.put("sums", sums);
        return figures;
    }

    private static Map<String, Long> aims(List<Entry> kills, String kind) {
        return countBy(
                kills.stream().filter(kill -> kill.text("kind").equals(kind)).map(kill -> kill.text("aim")));
    }
}
