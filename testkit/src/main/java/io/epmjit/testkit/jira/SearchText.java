package io.epmjit.testkit.jira;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * How Jira's {@code ~} compares text: word by word. Punctuation separates words and is forgotten, so is case, so are
 * plurals and little words. A phrase matches wherever its words stand in a row, also in the middle of a longer value.
 */
final class SearchText {

    private static final Pattern SEPARATOR = Pattern.compile("[^\\p{L}\\p{N}_]+");
    private static final Set<String> LITTLE_WORDS = Set.of(
            "a", "an", "and", "are", "as", "at", "be", "but", "by", "for", "if", "in", "into", "is", "it", "no", "not",
            "of", "on", "or", "s", "such", "t", "that", "the", "their", "then", "there", "these", "they", "this", "to",
            "was", "will", "with");
    /** What has a meaning of its own in Jira's text searches, and is not offered here. */
    private static final Pattern OPERATORS = Pattern.compile("[!{}\\[\\]^~:\\\\()&|+]|(^|\\s)-|\\b(AND|OR|NOT)\\b");

    /** One condition: a phrase, or a single word that may end in an asterisk. */
    private record Term(List<String> words, boolean open) {

        boolean foundIn(List<String> text) {
            for (int start = 0; start + words.size() <= text.size(); start++) {
                if (matchesAt(text, start)) {
                    return !words.isEmpty();
                }
            }
            return false;
        }

        private boolean matchesAt(List<String> text, int start) {
            for (int i = 0; i < words.size(); i++) {
                String word = words.get(i);
                String found = text.get(start + i);
                boolean last = i == words.size() - 1;
                if ((open && last) ? !found.startsWith(word) : !found.equals(word)) {
                    return false;
                }
            }
            return true;
        }
    }

    private final List<Term> terms;

    private SearchText(List<Term> terms) {
        this.terms = terms;
    }

    /**
     * Reads what stands right of a {@code ~}.
     *
     * @param field for the refusal only
     */
    static SearchText of(String query, String field) {
        List<Term> terms = new ArrayList<>();
        String rest = query.strip();
        while (!rest.isEmpty()) {
            int end;
            if (rest.startsWith("\"")) {
                end = rest.indexOf('"', 1);
                if (end < 0) {
                    throw unreadable(query, field);
                }
                terms.add(new Term(words(rest.substring(1, end)), false));
                end++;
            } else {
                end = nextGap(rest);
                terms.add(bare(rest.substring(0, end), query, field));
            }
            rest = rest.substring(end).strip();
        }
        return new SearchText(terms);
    }

    private static int nextGap(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isWhitespace(text.charAt(i)) || text.charAt(i) == '"') {
                return i;
            }
        }
        return text.length();
    }

    private static Term bare(String text, String query, String field) {
        if (text.startsWith("*") || text.startsWith("?")) {
            throw JiraRefusal.badRequest("The '*' and '?' are not allowed as first character in wildcard query.");
        }
        boolean open = text.endsWith("*");
        String word = open ? text.substring(0, text.length() - 1) : text;
        if (OPERATORS.matcher(word).find() || word.contains("*") || word.contains("?")) {
            throw unreadable(query, field);
        }
        return new Term(open ? unstemmed(word) : words(word), open);
    }

    private static JiraRefusal unreadable(String query, String field) {
        return JiraRefusal.badRequest("Unable to parse the text '" + query + "' for field '" + field + "'.");
    }

    boolean foundIn(String text) {
        List<String> words = words(text);
        return !terms.isEmpty() && terms.stream().allMatch(term -> term.foundIn(words));
    }

    private static List<String> words(String text) {
        return unstemmed(text).stream()
                .filter(word -> !LITTLE_WORDS.contains(word))
                .map(SearchText::singular)
                .toList();
    }

    private static List<String> unstemmed(String text) {
        List<String> words = new ArrayList<>();
        for (String word : SEPARATOR.split(text.toLowerCase(Locale.ROOT), -1)) {
            if (!word.isEmpty()) {
                words.add(word);
            }
        }
        return words;
    }

    private static String singular(String word) {
        boolean plural = word.length() > 3
                && word.endsWith("s")
                && !word.endsWith("ss")
                && word.chars().allMatch(Character::isLetter);
        return plural ? word.substring(0, word.length() - 1) : word;
    }
}
