package io.epmjit.model;

import java.util.regex.Pattern;

/** The form that every id from outside must have before it reaches a log, a path or a query. */
final class Identifiers {

    private static final Pattern ALLOWED = Pattern.compile("[A-Za-z0-9._:-]{1,64}");

    private Identifiers() {}

    static boolean isAllowed(String id) {
        return ALLOWED.matcher(id).matches();
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
