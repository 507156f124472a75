package io.epmjit.testkit.jira;

import io.epmjit.testkit.jira.Jql.Clause;
import io.epmjit.testkit.jira.Jql.Condition;
import io.epmjit.testkit.jira.Jql.Operand;
import io.epmjit.testkit.jira.Jql.Order;
import io.epmjit.testkit.jira.SearchIndex.Entry;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the parts of a JQL query mean at this site, for this caller, at this time. */
final class JqlSearch {

    private static final Set<String> EQUALITY = Set.of("=", "!=", "IN", "NOT IN");
    private static final Set<String> EMPTINESS = Set.of("IS", "IS NOT");
    private static final Set<String> ORDERING = Set.of("=", "!=", "<", ">", "<=", ">=");
    private static final Set<String> TEXT = Set.of("~", "!~");
    private static final Pattern PERIOD = Pattern.compile("([+-]?)((?:\\d+[wdhm]\\s*)+)");
    private static final Pattern PERIOD_PART = Pattern.compile("(\\d+)([wdhm])");

    private final Site site;
    private final JiraAccount caller;
    private final Instant now;

    JqlSearch(Site site, JiraAccount caller, Instant now) {
        this.site = site;
        this.caller = caller;
        this.now = now;
    }

    Predicate<Entry> matching(Condition condition) {
        if (condition instanceof Jql.Both both) {
            return matching(both.left()).and(matching(both.right()));
        }
        if (condition instanceof Jql.Either either) {
            return matching(either.left()).or(matching(either.right()));
        }
        if (condition instanceof Jql.Not not) {
            return matching(not.inner()).negate();
        }
        return clause((Clause) condition);
    }

    private Predicate<Entry> clause(Clause clause) {
        String name = clause.field().toLowerCase(Locale.ROOT);
        return switch (name) {
            case "project" -> named(clause, entry -> Optional.of(entry.project().key()), this::projectKey);
            case "issuetype", "type" -> named(clause, entry -> Optional.of(entry.issueType()), this::issueType);
            case "status" -> named(clause, entry -> Optional.of(entry.status().id()), this::statusId);
            case "statuscategory" ->
                named(clause, entry -> Optional.of(entry.status().category().key()), JqlSearch::categoryKey);
            case "resolution" -> named(clause, Entry::resolution, text -> Names.RESOLUTIONS.ignoringCase(text));
            case "priority" ->
                named(clause, entry -> Optional.of(entry.priority()), text -> Names.PRIORITIES.ignoringCase(text));
            case "key", "issuekey", "issue", "id" -> key(clause);
            case "labels" -> labels(clause);
            case "created", "createddate" -> time(clause, entry -> entry.issue().created);
            case "updated", "updateddate" -> time(clause, Entry::updated);
            case "summary", "description" -> text(clause, name, clause.field());
            case "assignee" -> user(clause, Entry::assignee);
            case "reporter" -> user(clause, entry -> Optional.of(entry.reporter()));
            case "creator" -> user(clause, entry -> Optional.of(entry.creator()));
            default -> custom(clause, customField(clause.field()));
        };
    }

    private JiraField customField(String field) {
        return site.customFields().stream()
                .filter(known -> field.equals("cf[" + known.number() + "]")
                        || field.equalsIgnoreCase(known.name())
                        || field.equals(known.id()))
                .findFirst()
                .orElseThrow(() -> JiraRefusal.badRequest(
                        "Field '" + field + "' does not exist or you do not have permission to view it."));
    }

    private Predicate<Entry> custom(Clause clause, JiraField field) {
        return switch (field.kind()) {
            case SINGLE_LINE, PARAGRAPH -> text(clause, field.id(), clause.field());
            default ->
                named(
                        clause,
                        entry -> Optional.ofNullable(entry.options().get(field.id())),
                        text -> field.options().stream()
                                .filter(text::equalsIgnoreCase)
                                .findFirst());
        };
    }

    /** Fields whose values are things of the site: a value that does not exist is an error. */
    private Predicate<Entry> named(
            Clause clause, Function<Entry, Optional<String>> of, Function<String, Optional<String>> resolve) {
        if (EMPTINESS.contains(clause.operator())) {
            return emptiness(clause, entry -> of.apply(entry).isEmpty());
        }
        allow(clause, EQUALITY);
        List<String> wanted = clause.operands().stream()
                .map(operand -> resolve.apply(operand.text())
                        .orElseThrow(() -> JiraRefusal.badRequest("The value '" + operand.text()
                                + "' does not exist for the field '" + clause.field() + "'.")))
                .toList();
        Predicate<String> equal = wanted::contains;
        Predicate<String> right = isNegated(clause) ? equal.negate() : equal;
        return entry -> of.apply(entry).filter(right).isPresent();
    }

    private Optional<String> projectKey(String text) {
        return site.projects().stream()
                .filter(project -> project.key().equalsIgnoreCase(text)
                        || project.name().equalsIgnoreCase(text)
                        || site.id(project).equals(text))
                .map(JiraProject::key)
                .findFirst();
    }

    private Optional<String> issueType(String text) {
        return site.projects().stream()
                .flatMap(project -> project.issueTypes().stream())
                .filter(type ->
                        type.equalsIgnoreCase(text) || site.issueTypeId(type).equals(text))
                .findFirst();
    }

    private Optional<String> statusId(String text) {
        return site.projects().stream()
                .flatMap(project -> project.workflow().statuses().stream())
                .filter(status ->
                        status.name().equalsIgnoreCase(text) || status.id().equals(text))
                .map(JiraWorkflow.Status::id)
                .findFirst();
    }

    private static Optional<String> categoryKey(String text) {
        for (StatusCategory category : StatusCategory.values()) {
            if (category.key().equalsIgnoreCase(text)
                    || category.displayName().equalsIgnoreCase(text)
                    || Integer.toString(category.id()).equals(text)) {
                return Optional.of(category.key());
            }
        }
        return Optional.empty();
    }

    private Predicate<Entry> key(Clause clause) {
        allow(clause, EQUALITY);
        List<String> ids = clause.operands().stream()
                .map(operand -> site.find(operand.text())
                        .filter(issue -> site.may(caller, JiraPermission.BROWSE_PROJECTS))
                        .orElseThrow(() -> JiraRefusal.badRequest("An issue with key '" + operand.text()
                                + "' does not exist for field '" + clause.field() + "'.")))
                .map(issue -> issue.id)
                .toList();
        Predicate<Entry> equal = entry -> ids.contains(entry.issue().id);
        return isNegated(clause) ? equal.negate() : equal;
    }

    private static Predicate<Entry> labels(Clause clause) {
        if (EMPTINESS.contains(clause.operator())) {
            return emptiness(clause, entry -> entry.labels().isEmpty());
        }
        allow(clause, EQUALITY);
        List<String> wanted = clause.operands().stream().map(Operand::text).toList();
        if (isNegated(clause)) {
            return entry -> !entry.labels().isEmpty() && entry.labels().stream().noneMatch(wanted::contains);
        }
        return entry -> entry.labels().stream().anyMatch(wanted::contains);
    }

    private static Predicate<Entry> text(Clause clause, String fieldId, String shown) {
        Function<Entry, Optional<String>> value =
                entry -> Optional.ofNullable(entry.texts().get(fieldId));
        if (EMPTINESS.contains(clause.operator())) {
            return emptiness(clause, entry -> value.apply(entry).isEmpty());
        }
        allow(clause, TEXT);
        SearchText wanted = SearchText.of(clause.operands().get(0).text(), shown);
        boolean expected = clause.operator().equals("~");
        return entry -> value.apply(entry)
                .filter(text -> wanted.foundIn(text) == expected)
                .isPresent();
    }

    private Predicate<Entry> user(Clause clause, Function<Entry, Optional<JiraAccount>> of) {
        if (EMPTINESS.contains(clause.operator())) {
            return emptiness(clause, entry -> of.apply(entry).isEmpty());
        }
        allow(clause, EQUALITY);
        List<String> wanted = clause.operands().stream()
                .map(operand -> operand.type() == Operand.Type.FUNCTION ? caller.accountId() : operand.text())
                .toList();
        Predicate<JiraAccount> equal = account -> wanted.contains(account.accountId());
        Predicate<JiraAccount> right = isNegated(clause) ? equal.negate() : equal;
        return entry -> of.apply(entry).filter(right).isPresent();
    }

    private Predicate<Entry> time(Clause clause, Function<Entry, Instant> of) {
        allow(clause, ORDERING);
        Operand operand = clause.operands().get(0);
        Instant bound = instant(operand.text())
                .orElseThrow(() -> JiraRefusal.badRequest("Date value '" + operand.text() + "' for field '"
                        + clause.field() + "' is invalid. Valid formats include: 'yyyy/MM/dd HH:mm', "
                        + "'yyyy-MM-dd HH:mm', 'yyyy/MM/dd', 'yyyy-MM-dd', or a period format e.g. '-5d', '4w 2d'."));
        return entry -> {
            int compared = of.apply(entry).compareTo(bound);
            return switch (clause.operator()) {
                case "=" -> compared == 0;
                case "!=" -> compared != 0;
                case "<" -> compared < 0;
                case "<=" -> compared <= 0;
                case ">" -> compared > 0;
                default -> compared >= 0;
            };
        };
    }

    private Optional<Instant> instant(String text) {
        Matcher period = PERIOD.matcher(text.strip());
        if (period.matches()) {
            Duration duration = Duration.ZERO;
            Matcher part = PERIOD_PART.matcher(period.group(2));
            while (part.find()) {
                long amount = Long.parseLong(part.group(1));
                duration = duration.plus(
                        switch (part.group(2)) {
                            case "w" -> Duration.ofDays(7 * amount);
                            case "d" -> Duration.ofDays(amount);
                            case "h" -> Duration.ofHours(amount);
                            default -> Duration.ofMinutes(amount);
                        });
            }
            return Optional.of(period.group(1).equals("-") ? now.minus(duration) : now.plus(duration));
        }
        String dashed = text.strip().replace('/', '-');
        try {
            if (dashed.contains(" ")) {
                return Optional.of(LocalDateTime.parse(dashed, DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm"))
                        .toInstant(ZoneOffset.UTC));
            }
            return Optional.of(LocalDate.parse(dashed).atStartOfDay().toInstant(ZoneOffset.UTC));
        } catch (DateTimeException unreadable) {
            return Optional.empty();
        }
    }

    private static Predicate<Entry> emptiness(Clause clause, Predicate<Entry> empty) {
        if (clause.operands().get(0).type() != Operand.Type.EMPTY) {
            throw JiraRefusal.badRequest("The operator '" + clause.operator().toLowerCase(Locale.ROOT)
                    + "' is only supported with the value 'EMPTY'.");
        }
        return clause.operator().equals("IS") ? empty : empty.negate();
    }

    private static boolean isNegated(Clause clause) {
        return clause.operator().equals("!=") || clause.operator().equals("NOT IN");
    }

    private static void allow(Clause clause, Set<String> operators) {
        if (!operators.contains(clause.operator())) {
            throw JiraRefusal.badRequest("The operator '" + clause.operator().toLowerCase(Locale.ROOT)
                    + "' is not supported by the '" + clause.field() + "' field.");
        }
    }

    /** Without any order the newest comes first; what is equal comes in the direction of the last order. */
    Comparator<Entry> ordering(List<Order> orders) {
        boolean newestFirst = orders.isEmpty() || orders.get(orders.size() - 1).descending();
        Comparator<Entry> ordered = byId(newestFirst);
        for (int i = orders.size() - 1; i >= 0; i--) {
            Order order = orders.get(i);
            Comparator<Entry> by = by(order.field());
            ordered = (order.descending() ? by.reversed() : by).thenComparing(ordered);
        }
        return ordered;
    }

    private static Comparator<Entry> byId(boolean descending) {
        Comparator<Entry> ascending = Comparator.comparing(entry -> Long.valueOf(entry.issue().id));
        return descending ? ascending.reversed() : ascending;
    }

    private Comparator<Entry> by(String field) {
        return switch (field.toLowerCase(Locale.ROOT)) {
            case "created", "createddate" -> Comparator.comparing(entry -> entry.issue().created);
            case "updated", "updateddate" -> Comparator.comparing(Entry::updated);
            case "key", "issuekey", "issue", "id" ->
                Comparator.comparing((Entry entry) -> entry.project().key())
                        .thenComparing(entry -> entry.issue().number());
            case "status" -> Comparator.comparing(entry -> entry.status().name());
            case "summary" -> Comparator.comparing(entry -> entry.texts().getOrDefault("summary", ""));
            case "labels", "description", "statuscategory" ->
                throw JiraRefusal.badRequest("Not able to sort using field '" + field + "'.");
            default -> {
                JiraField custom = customField(field);
                yield Comparator.comparing(entry -> entry.texts().getOrDefault(custom.id(), ""));
            }
        };
    }
}
