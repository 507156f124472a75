package io.epmjit.ledger;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Names of somebody who is to be forgotten: recognised whole, in any case, and as words within a text. */
public final class ErasedNames {

    private static final String WORD = "[\\p{L}\\p{N}_]";

    private final Set<String> folded;
    private final List<Pattern> words;

    public ErasedNames(Collection<String> names) {
        this.folded = names.stream().map(PersonName::folded).collect(Collectors.toUnmodifiableSet());
        this.words = folded.stream()
                .sorted(Comparator.comparing(String::length).reversed())
                .map(name -> Pattern.compile(
                        "(?<!" + WORD + ")" + Pattern.quote(name) + "(?!" + WORD + ")",
                        Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE))
                .toList();
    }

    /** Whether this is one of the names. */
    public boolean include(String name) {
        return folded.contains(PersonName.folded(name));
    }

    /** Whether one of the names stands in a text. */
    public boolean areIn(String text) {
        return words.stream().anyMatch(word -> word.matcher(text).find());
    }

    /** The text with every one of the names replaced. */
    String blackOut(String text) {
        String result = text;
        for (Pattern word : words) {
            result = word.matcher(result).replaceAll(Records.ERASED);
        }
        return result;
    }
}
