package io.epmjit.web;

/**
 * What a form of the operations page orders.
 *
 * @param what what is to be done
 * @param subject to what
 * @param why the reason that was typed
 */
record Order(String what, String subject, String why) {

    static Order of(Form form) {
        return new Order(form.text("do"), form.text("subject"), form.text("why").strip());
    }

    /** What the form's token was given for. */
    String purpose(Section section) {
        return String.join("\n", section.name(), what, subject);
    }

    boolean is(String action) {
        return what.equals(action);
    }

    /** How it is called on its page. */
    String id() {
        return what + "-" + subject.replaceAll("[^A-Za-z0-9_-]", "_");
    }
}
