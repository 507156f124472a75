package io.epmjit.bridge;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** Every way in under every attack, as {@code docs/decisions.md} shows it. */
final class AttackTable {

    /** How to write the table anew. */
    static final String COMMAND = "./mvnw -q -B test -pl epm-jit-bridge -am -Dtest=AttackTableTest"
            + " -Dsurefire.failIfNoSpecifiedTests=false -Depmjit.attacks=write";

    private static final String BEGIN = "<!-- attacks: begin -->";
    private static final String END = "<!-- attacks: end -->";

    private AttackTable() {}

    /** By which ways a decision comes in. */
    enum WayIn {
        PAGE("approval page"),
        SIGNED("signed call"),
        SECRET("secret header"),
        CODE("code"),
        RULE("rule"),
        REPEAT("operator's repeat");

        final String title;

        WayIn(String title) {
            this.title = title;
        }
    }

    /**
     * One cell.
     *
     * @param outcome what came of it, or why nothing can
     * @param isTried whether the attack was made; it was not where it has no meaning
     * @param sent how many decisions reached EPM because of it
     */
    record Cell(String attack, WayIn way, String outcome, boolean isTried, int sent) {

        String name() {
            return attack + " | " + way.title;
        }

        /** As the list of expectations has it. */
        String line() {
            return name() + " | " + outcome;
        }
    }

    static String markdown(List<Cell> cells) {
        StringBuilder text = new StringBuilder(BEGIN).append("\n\n| attack |");
        for (WayIn way : WayIn.values()) {
            text.append(' ').append(way.title).append(" |");
        }
        text.append("\n|---|").append("---|".repeat(WayIn.values().length)).append('\n');
        for (String attack : attacks(cells)) {
            text.append("| ").append(attack).append(" |");
            for (WayIn way : WayIn.values()) {
                text.append(' ').append(outcome(cells, attack, way)).append(" |");
            }
            text.append('\n');
        }
        return text.append('\n').append(END).toString();
    }

    static List<String> attacks(List<Cell> cells) {
        return cells.stream().map(Cell::attack).distinct().toList();
    }

    private static String outcome(List<Cell> cells, String attack, WayIn way) {
        return cells.stream()
                .filter(cell -> cell.attack.equals(attack) && cell.way == way)
                .map(Cell::outcome)
                .collect(Collectors.joining("; "));
    }

    /** The part of the guide that the test writes. */
    static String documented(Path guide) throws IOException {
        String text = Files.readString(guide);
        return text.substring(text.indexOf(BEGIN), text.indexOf(END) + END.length());
    }

    static void write(Path guide, String table) throws IOException {
        Files.writeString(guide, Files.readString(guide).replace(documented(guide), table));
    }
}
