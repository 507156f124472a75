package io.epmjit.decision;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Tells whether two names are the same person: maps the names that EPM, trackers and the host application use to the ids
 * of one directory. EPM says {@code ACME\jdoe}, Jira an account id, the host an e-mail address; only a common id shows that
 * the approver is the requester. The four common forms are here; anything else is a function of your own.
 *
 * <pre>{@code
 * IdentityMapping.downLevel("ACME", "acme.example")
 *         .or(IdentityMapping.userPrincipalNames("acme.example"))
 *         .or(IdentityMapping.emails(Map.of("acme.com", "acme.example")))
 *         .or(IdentityMapping.accounts(Map.of("712020:8d3f…", "a.lee@acme.example")));
 * }</pre>
 *
 * <p>The forms that are here take everybody whom their domain could have; where approvers are only asserted, a look-up in
 * the directory itself is better. A name that could be taken for another one is nobody's: with letters of alphabets that
 * look alike, variants of letters, or signs that are not to be seen.
 *
 * <p>Thread-safe, and quick: it is asked while a decision is judged.
 */
@FunctionalInterface
public interface IdentityMapping {

    /** The directory's id of whoever has this name; empty if nobody is known to have it. One that throws knows nobody. */
    Optional<String> canonical(String name);

    /** {@code DOMAIN\jdoe} is {@code jdoe@suffix}. */
    static IdentityMapping downLevel(String domain, String suffix) {
        String wanted = Spelling.folded(domain);
        return name -> {
            String[] parts = Spelling.folded(name).split("\\\\", -1);
            return parts.length == 2 && parts[0].equals(wanted) && Spelling.isUnmistakable(parts[1])
                    ? Optional.of(parts[1] + "@" + Spelling.folded(suffix))
                    : Optional.empty();
        };
    }

    /** {@code jdoe@suffix} is the id itself, for these suffixes only. */
    static IdentityMapping userPrincipalNames(String... suffixes) {
        return emails(Stream.of(suffixes).distinct().collect(Collectors.toMap(suffix -> suffix, suffix -> suffix)));
    }

    /** {@code jdoe@mail.domain} is {@code jdoe@suffix}, where both begin alike in your directory. */
    static IdentityMapping emails(Map<String, String> suffixByMailDomain) {
        Map<String, String> suffixes = foldedKeys(suffixByMailDomain);
        return name -> {
            String[] parts = Spelling.folded(name).split("@", -1);
            return parts.length == 2 && Spelling.isUnmistakable(parts[0]) && suffixes.containsKey(parts[1])
                    ? Optional.of(parts[0] + "@" + Spelling.folded(suffixes.getOrDefault(parts[1], "")))
                    : Optional.empty();
        };
    }

    /** A tracker's account ids, each with the directory's id of its owner. */
    static IdentityMapping accounts(Map<String, String> idByAccount) {
        Map<String, String> ids = foldedKeys(idByAccount);
        return name -> Optional.ofNullable(ids.get(Spelling.folded(name))).map(Spelling::folded);
    }

    /** This mapping, and where it does not know a name, the other one. */
    default IdentityMapping or(IdentityMapping other) {
        Objects.requireNonNull(other, "other");
        return name -> canonical(name).or(() -> other.canonical(name));
    }

    private static Map<String, String> foldedKeys(Map<String, String> values) {
        Map<String, String> folded = new HashMap<>();
        values.forEach((key, value) -> folded.put(Spelling.folded(key), value));
        return Map.copyOf(folded);
    }
}
