package io.epmjit.decision;

import io.epmjit.model.RequestKind;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Who may decide which requests: people by their directory id, and groups by the name that whoever vouches for the approver
 * gives them. Where several speak of a request, one that lets the approver in is enough; where none does, everybody may.
 *
 * <pre>{@code
 * Approvers.group("JIT approvers").forRequests(about -> about.request().kind() == RequestKind.APPLICATION)
 * Approvers.people("a.lee@acme.example").forKind(RequestKind.ADMIN)
 * }</pre>
 *
 * <p>Immutable.
 */
public final class Approvers {

    private final Set<String> people;
    private final Set<String> groups;
    private final Predicate<DecisionCase> requests;

    private Approvers(Set<String> people, Set<String> groups, Predicate<DecisionCase> requests) {
        this.people = people;
        this.groups = groups;
        this.requests = requests;
    }

    /** These people, by the ids that the {@link IdentityMapping} gives them. */
    public static Approvers people(String... ids) {
        for (String id : ids) {
            required(id, "an approver's id");
        }
        return new Approvers(Set.of(ids), Set.of(), about -> true);
    }

    /** The members of this group. */
    public static Approvers group(String name) {
        return new Approvers(Set.of(), Set.of(required(name, "a group's name")), about -> true);
    }

    /** The same, for requests of this kind only. */
    public Approvers forKind(RequestKind kind) {
        return forRequests(about -> about.request().kind() == kind);
    }

    /** The same, for requests of this tenant only. */
    public Approvers forTenant(String tenant) {
        return forRequests(about -> about.tenant().equalsIgnoreCase(tenant));
    }

    /** The same, for these requests only. The predicate must be quick; where it throws, the restriction holds. */
    public Approvers forRequests(Predicate<DecisionCase> which) {
        return new Approvers(people, groups, requests.and(new Strictly(which)));
    }

    private static String required(String text, String what) {
        if (text.isBlank()) {
            throw new IllegalArgumentException(what + " must not be blank");
        }
        return text;
    }

    boolean speakOf(DecisionCase about) {
        return requests.test(about);
    }

    boolean include(Optional<String> id, Approver approver) {
        return people.stream()
                        .anyMatch(person -> id.filter(known -> Spelling.areSame(person, known))
                                .isPresent())
                || approver.groups().stream().anyMatch(groups::contains);
    }
}
