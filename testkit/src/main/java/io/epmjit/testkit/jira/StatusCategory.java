package io.epmjit.testkit.jira;

/** The group that every status belongs to. Its key is the same in every language. */
public enum StatusCategory {
    NEW(2, "new", "blue-gray", "To Do"),
    INDETERMINATE(4, "indeterminate", "yellow", "In Progress"),
    DONE(3, "done", "green", "Done");

    private final int id;
    private final String key;
    private final String color;
    private final String displayName;

    StatusCategory(int id, String key, String color, String displayName) {
        this.id = id;
        this.key = key;
        this.color = color;
        this.displayName = displayName;
    }

    int id() {
        return id;
    }

    /** As the API names it: {@code new}, {@code indeterminate}, {@code done}. */
    public String key() {
        return key;
    }

    String color() {
        return color;
    }

    String displayName() {
        return displayName;
    }
}
