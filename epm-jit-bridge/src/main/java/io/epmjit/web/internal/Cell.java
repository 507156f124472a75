package io.epmjit.web.internal;

/**
 * What stands in one place of a table or a summary.
 *
 * @param text what is to be read
 * @param href where it leads; empty if nowhere
 * @param moment the time that it is, as programs write it; empty if it is none
 * @param isEnglish whether it is in English, whatever the page's language: words of the bridge, of EPM, of a tracker
 */
public record Cell(Excerpt text, String href, String moment, boolean isEnglish) {

    /** Text of somebody's. */
    public static Cell of(Excerpt text) {
        return new Cell(text, "", "", false);
    }

    /** Text of ours. */
    public static Cell of(String text) {
        return of(new Excerpt(text, 0));
    }

    public static Cell english(Excerpt text) {
        return new Cell(text, "", "", true);
    }

    public static Cell link(String text, String href) {
        return new Cell(Excerpt.whole(text), href, "", false);
    }

    public static Cell time(String text, String moment) {
        return new Cell(Excerpt.whole(text), "", moment, false);
    }

    public static Cell empty() {
        return of("");
    }

    /** Whether it leads out of the page. */
    public boolean isOutside() {
        return href.startsWith("http");
    }
}
