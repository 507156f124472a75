package io.epmjit.decision;

import java.lang.Character.UnicodeScript;
import java.text.Normalizer;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** How names are compared, and which of them can be taken for another one. */
final class Spelling {

    /** Letters that are not to be seen, and yet are letters to Unicode. */
    private static final Set<Integer> FILLERS = Set.of(0x115F, 0x1160);

    /** Signs that user names have. Not among them: + and quotes, by which one mailbox has many addresses. */
    private static final String SIGNS = ".-_'$!#^~";

    /** Scripts that people mix, and that do not look alike. */
    private static final Set<UnicodeScript> MIXED = EnumSet.of(
            UnicodeScript.LATIN,
            UnicodeScript.HAN,
            UnicodeScript.HIRAGANA,
            UnicodeScript.KATAKANA,
            UnicodeScript.BOPOMOFO,
            UnicodeScript.HANGUL);

    private Spelling() {}

    /** Directories do not tell upper from lower case, nor composed letters from decomposed ones. */
    static String folded(String name) {
        String lower = Normalizer.normalize(name.strip(), Normalizer.Form.NFC).toLowerCase(Locale.ROOT);
        return Normalizer.normalize(lower, Normalizer.Form.NFC);
    }

    static boolean areSame(String one, String other) {
        return folded(one).equals(folded(other));
    }

    /**
     * Whether a folded name can hardly be taken for another one: it has letters, digits and few signs, none of them a
     * variant of another one ({@code ａ}), all of scripts that go together. Marks that no letter is composed with may be
     * invisible, and are not taken.
     */
    static boolean isUnmistakable(String name) {
        return !name.isEmpty()
                && Normalizer.isNormalized(name, Normalizer.Form.NFKC)
                && name.codePoints().allMatch(Spelling::isPlain)
                && isOfOneHand(name);
    }

    private static boolean isPlain(int c) {
        return SIGNS.indexOf(c) >= 0 || (Character.isLetterOrDigit(c) && !FILLERS.contains(c));
    }

    private static boolean isOfOneHand(String name) {
        Set<UnicodeScript> scripts = EnumSet.noneOf(UnicodeScript.class);
        name.codePoints().mapToObj(UnicodeScript::of).forEach(scripts::add);
        scripts.remove(UnicodeScript.COMMON);
        return scripts.size() <= 1 || MIXED.containsAll(scripts);
    }
}
