package io.epmjit.testkit.jira;

import java.util.List;
import java.util.Optional;

/** What a site has from the beginning: priorities, resolutions, project roles. An id is the number of its place. */
final class Names {

    static final String DEFAULT_PRIORITY = "Medium";

    static final Names PRIORITIES = new Names(1, "Highest", "High", DEFAULT_PRIORITY, "Low", "Lowest");
    static final Names RESOLUTIONS =
            new Names(10000, "Done", "Won't Do", "Duplicate", "Cannot Reproduce", "Declined", "Known Error");
    static final Names ROLES = new Names(10002, "Administrators", "Service Desk Team", "Service Desk Customers");

    private final int first;
    private final List<String> names;

    private Names(int first, String... names) {
        this.first = first;
        this.names = List.of(names);
    }

    List<String> all() {
        return names;
    }

    String id(String name) {
        return Integer.toString(first + names.indexOf(name));
    }

    boolean has(String name) {
        return names.contains(name);
    }

    Optional<String> byId(String id) {
        return names.stream().filter(name -> id(name).equals(id)).findFirst();
    }

    Optional<String> ignoringCase(String name) {
        return names.stream().filter(name::equalsIgnoreCase).findFirst();
    }
}
