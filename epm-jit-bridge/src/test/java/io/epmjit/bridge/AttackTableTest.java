package io.epmjit.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import io.epmjit.bridge.AttackTable.Cell;
import io.epmjit.bridge.AttackTable.WayIn;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Every cell of the table in {@code docs/decisions.md}, tried out; what each must be stands in {@code attack-table.txt}. */
class AttackTableTest {

    private static final Path GUIDE = Path.of("..", "docs", "decisions.md");

    private static List<Cell> cells = List.of();

    @BeforeAll
    static void attack(@TempDir Path directory) throws IOException {
        try (Attacks attacks = new Attacks(directory)) {
            cells = attacks.all();
        }
        if (System.getProperty("epmjit.attacks", "").equals("write")) {
            AttackTable.write(GUIDE, AttackTable.markdown(cells));
        }
    }

    @TestFactory
    Stream<DynamicTest> eachCellIsAsExpected() throws IOException {
        List<String> expected = expected();
        assertThat(expected).hasSize(cells.size());
        return cells.stream()
                .map(cell -> DynamicTest.dynamicTest(
                        cell.attack() + ": " + cell.way().title,
                        () -> assertThat(cell.line()).isEqualTo(expectedOf(cell, expected))));
    }

    private static String expectedOf(Cell cell, List<String> expected) {
        return expected.stream()
                .filter(line -> line.startsWith(cell.name() + " | "))
                .findFirst()
                .orElse("a line for it in attack-table.txt");
    }

    private static List<String> expected() throws IOException {
        try (var text = AttackTableTest.class.getResourceAsStream("/attack-table.txt")) {
            return new String(text.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .toList();
        }
    }

    @Test
    void everyAttackHasOneOutcomeOnEveryWayIn() {
        for (String attack : AttackTable.attacks(cells)) {
            for (WayIn way : WayIn.values()) {
                assertThat(cells)
                        .filteredOn(cell -> cell.attack().equals(attack) && cell.way() == way)
                        .as(attack + ": " + way.title)
                        .singleElement()
                        .satisfies(cell -> assertThat(cell.outcome()).isNotBlank());
            }
        }
    }

    @Test
    void nothingReachesEpmUnlessTheTableSaysThatItIsTaken() {
        assertThat(cells)
                .filteredOn(Cell::isTried)
                .allSatisfy(cell -> assertThat(cell.sent())
                        .as(cell.line())
                        .isEqualTo(cell.outcome().startsWith("taken:") ? 1 : 0));
    }

    @Test
    void theGuideShowsThisVeryTable() throws IOException {
        assertThat(AttackTable.documented(GUIDE))
                .as("the table in docs/decisions.md; regenerate it with " + AttackTable.COMMAND)
                .isEqualTo(AttackTable.markdown(cells));
    }
}
