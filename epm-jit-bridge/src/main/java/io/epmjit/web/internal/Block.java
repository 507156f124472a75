package io.epmjit.web.internal;

import java.util.List;

/** A part of an operations page, in the order in which it is read. */
public sealed interface Block {

    /**
     * What the following blocks are about.
     *
     * @param id its name on the page
     * @param text what is read
     */
    record Heading(String id, String text) implements Block {}

    /**
     * A paragraph.
     *
     * @param text what it says
     */
    record Words(String text) implements Block {}

    /**
     * One thing that somebody should know, and what to do about it.
     *
     * @param style {@code success}, {@code error}, or empty for plain news
     * @param heading what it is about
     * @param cells what is wrong, since when, and what to do, each in a paragraph
     * @param links where something can be done about it
     */
    record Finding(String style, String heading, List<Cell> cells, List<Link> links) implements Block {}

    /**
     * What is known of one thing, by name.
     *
     * @param id its name on the page
     * @param facts the names, and what is known
     */
    record Summary(String id, List<Fact> facts) implements Block {}

    /**
     * One of the things that are known.
     *
     * @param label its name
     * @param cell what is known
     */
    record Fact(String label, Cell cell) {}

    /**
     * Something that is opened by whoever wants to see it.
     *
     * @param id its name on the page
     * @param label what is in it
     * @param content what it shows
     */
    record Folded(String id, String label, Block content) implements Block {}

    /**
     * A table.
     *
     * @param id its name on the page
     * @param caption what it lists
     * @param columns the headings of its columns
     * @param rows its rows; the first cell of each is what the row is about
     * @param empty what is said if it has no rows
     * @param next where it goes on; empty at its end
     */
    record Table(String id, String caption, List<String> columns, List<List<Cell>> rows, String empty, String next)
            implements Block {}

    /**
     * A text as it is, to look at or to copy.
     *
     * @param id its name on the page
     * @param label what it is
     * @param text every letter of it
     */
    record Quote(String id, String label, String text) implements Block {}

    /**
     * Links beside each other.
     *
     * @param label what they are
     * @param links where they lead
     */
    record Links(String label, List<Link> links) implements Block {}

    /**
     * A place to go to.
     *
     * @param text what it is called
     * @param href where it is
     * @param isCurrent whether it is where one is
     */
    record Link(String text, String href, boolean isCurrent) {}

    /**
     * Where a ticket number is looked for.
     *
     * @param target where it is sent
     * @param number what was looked for last
     */
    record Search(String target, String number) implements Block {}

    /**
     * Where days are chosen, and what is downloaded of them.
     *
     * @param since the first day, as it was typed
     * @param until the last day, as it was typed
     * @param files what can be downloaded
     */
    record Period(String since, String until, List<Link> files) implements Block {}

    /**
     * A button that does something.
     *
     * @param id its name on the page
     * @param target where its form is sent
     * @param token the form's mark
     * @param order what it does
     * @param subject to what
     * @param button what stands on it
     * @param why what is asked for as the reason; empty if none is asked for
     * @param typed what was typed as the reason
     */
    record Action(
            String id,
            String target,
            String token,
            String order,
            String subject,
            String button,
            String why,
            String typed)
            implements Block {

        /** The most characters that are taken as a reason. */
        public static final int LONGEST_REASON = 400;

        /** The field for the reason. */
        public String field() {
            return id + "-why";
        }
    }

    /**
     * What has happened, the oldest first.
     *
     * @param id its name on the page
     * @param happenings what
     */
    record Story(String id, List<Happening> happenings) implements Block {}
}
