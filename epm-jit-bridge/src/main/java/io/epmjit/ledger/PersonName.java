package io.epmjit.ledger;

import java.util.Locale;

/** How names of people are compared: EPM, directories and trackers spell the same account in different cases. */
final class PersonName {

    private static final int LONGEST = 255;

    private PersonName() {}

    static String folded(String name) {
        return cut(name.strip().toLowerCase(Locale.ROOT));
    }

    /** As a person may read it: one line, and no longer than a name. */
    static String readable(String name) {
        return cut(Outcome.printable(name));
    }

    private static String cut(String name) {
        return name.length() <= LONGEST ? name : name.substring(0, LONGEST);
    }
}
