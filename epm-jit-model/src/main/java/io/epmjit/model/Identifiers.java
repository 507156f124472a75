package io.epmjit.model;

/** The form that every id from outside must have before it reaches a log, a path or a query. */
final class Identifiers {

    private static final int LONGEST = 64;

    private Identifiers() {}

    static boolean isAllowed(String id) {
        for (int i = 0; i < id.length(); i++) {
            if (!isAllowed(id.charAt(i))) {
                return false;
            }
        }
        return !id.isEmpty() && id.length() <= LONGEST;
    }

    private static boolean isAllowed(char c) {
        return isBetween(c, 'a', 'z') || isBetween(c, 'A', 'Z') || isBetween(c, '0', '9') || "._:-".indexOf(c) >= 0;
    }

    private static boolean isBetween(char c, char first, char last) {
        return first <= c && c <= last;
    }

    static String require(String id, String name) {
        if (!isAllowed(id)) {
            throw new IllegalArgumentException(
                    name + " must be 1 to 64 characters of A-Z a-z 0-9 . _ : - and is not (its length is " + id.length()
                            + ")");
        }
        return id;
    }
}
