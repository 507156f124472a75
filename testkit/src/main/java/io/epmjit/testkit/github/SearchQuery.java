package io.epmjit.testkit.github;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A query for issues: words and phrases, all of which have to be there, and qualifiers. Text is compared word by word, without
 * regard to case and punctuation. A qualifier that GitHub does not know is looked for as text.
 */
final class SearchQuery {

    private static final Pattern PART = Pattern.compile("(-?[a-z-]+):(\"[^\"]*\"|\\S+)|\"([^\"]*)\"|(\\S+)");
    private static final Pattern SEPARATOR = Pattern.compile("[^\\p{L}\\p{N}]+");
    private static final Set<String> KNOWN = Set.of("repo", "is", "type", "in", "state", "author", "label");
    private static final int LONGEST = 256;

    private final Map<String, List<String>> qualifiers = new LinkedHashMap<>();
    private final List<List<String>> phrases = new ArrayList<>();

    SearchQuery(String query) {
        int length = 0;
        Matcher parts = PART.matcher(query);
        while (parts.find()) {
            String qualifier = parts.group(1);
            if (qualifier != null && KNOWN.contains(qualifier)) {
                qualifiers
                        .computeIfAbsent(qualifier, name -> new ArrayList<>())
                        .add(parts.group(2).replace("\"", ""));
            } else {
                phrases.add(words(parts.group()));
                length += parts.group().length();
            }
        }
        if (length > LONGEST) {
            throw new Refusal(
                    GitHubJson.invalid("Search", "q", "invalid", "The search is longer than 256 characters."));
        }
    }

    List<String> values(String qualifier) {
        return qualifiers.getOrDefault(qualifier, List.of());
    }

    /** Whether an issue with this title and body is meant; for the other qualifiers see {@link #values}. */
    boolean matches(String title, String body) {
        List<String> fields = values("in");
        String text = fields.isEmpty()
                ? title + "\n" + body
                : (fields.contains("title") ? title : "") + "\n" + (fields.contains("body") ? body : "");
        List<String> words = words(text);
        return phrases.stream().allMatch(phrase -> !phrase.isEmpty() && holds(words, phrase));
    }

    private static boolean holds(List<String> words, List<String> phrase) {
        for (int start = 0; start + phrase.size() <= words.size(); start++) {
            if (words.subList(start, start + phrase.size()).equals(phrase)) {
                return true;
            }
        }
        return false;
    }

    private static List<String> words(String text) {
        return SEPARATOR
                .splitAsStream(text.toLowerCase(Locale.ROOT))
                .filter(word -> !word.isEmpty())
                .toList();
    }
}
