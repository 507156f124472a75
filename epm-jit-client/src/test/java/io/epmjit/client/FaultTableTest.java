package io.epmjit.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.epmjit.client.FaultTable.Cell;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every cell of the table in {@code docs/epm-client.md}, tried out; what each must be stands in {@code fault-table.txt}. */
class FaultTableTest {

    private static List<Cell> cells = List.of();

    @BeforeAll
    static void measure() throws Exception {
        cells = FaultTable.measure();
    }

    @TestFactory
    Stream<DynamicTest> each_cell_is_as_expected() throws Exception {
        List<String> expected;
        try (var text = FaultTableTest.class.getResourceAsStream("/fault-table.txt")) {
            expected = new String(text.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .toList();
        }
        assertThat(expected).hasSize(FaultTable.size());
        return cells.stream()
                .map(cell -> DynamicTest.dynamicTest(
                        cell.call().title + ": " + cell.trouble().title,
                        () -> assertThat(expected).contains(cell.line())));
    }

    @Test
    void no_cell_tells_an_untruth_about_a_change_or_makes_it_twice() {
        assertThat(FaultTable.broken(cells)).isEmpty();
    }

    @Test
    void the_guide_shows_this_very_table() throws Exception {
        assertThat(FaultTable.documented(Path.of("..", "docs", "epm-client.md")))
                .isEqualTo(FaultTable.markdown(cells));
    }
}
