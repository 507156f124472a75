package io.epmjit.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the documents say, held against the project. */
class DocumentsTest {

    private static final Markdown README = Markdown.of("README.md");

    static List<Markdown> documents() {
        return Project.files(name -> name.endsWith(".md")).stream()
                .map(Markdown::of)
                .toList();
    }

    static List<Markdown> documentsWithCommands() {
        return Stream.of("README.md", "CONTRIBUTING.md").map(Markdown::of).toList();
    }

    @Test
    void theExampleIsCodeThatCompiles() {
        Map<String, Optional<Markdown.Block>> examples = README.marked("example");

        assertThat(examples).isNotEmpty();
        assertThat(examples).allSatisfy((file, block) -> {
            assertThat(block).as("the block after " + file).isPresent();
            assertThat(block.orElseThrow().language()).isEqualTo("java");
            assertThat(block.orElseThrow().body()).isEqualTo(example(Project.ROOT.resolve(file)));
            assertThat(block.orElseThrow().body().lines().count())
                    .as("lines of an example")
                    .isLessThanOrEqualTo(15);
        });
    }

    @Test
    void theModuleTableNamesEveryPublishedModule() {
        assertThat(README.directoriesInTables())
                .containsExactlyInAnyOrderElementsOf(Stream.concat(
                                Stream.of("bom"),
                                Project.publishedModules().stream().map(Module::path))
                        .toList());
    }

    @Test
    void theReadmeHasItsTwoCommandsOfOneLineEach() {
        assertThat(README.marked("command").keySet()).containsExactlyInAnyOrder("run", "test");
        assertThat(README.marked("command"))
                .allSatisfy((name, block) -> assertThat(block)
                        .as("the block after " + name)
                        .hasValueSatisfying(
                                found -> assertThat(found.body().lines()).hasSize(1)));
    }

    @ParameterizedTest
    @MethodSource("documentsWithCommands")
    void everyMarkedCommandIsFollowedByOneShellBlock(Markdown document) {
        assertThat(document.marked("command")).allSatisfy((name, block) -> {
            assertThat(name).matches("[a-z][a-z0-9-]*");
            assertThat(block).as("the block after " + name).isPresent();
            assertThat(block.orElseThrow().language()).isEqualTo("sh");
            assertThat(block.orElseThrow().body()).isNotBlank();
        });
    }

    @Test
    void noCommandIsMarkedTwice() {
        List<String> names = documentsWithCommands().stream()
                .flatMap(document -> document.marked("command").keySet().stream())
                .toList();
        assertThat(names).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @MethodSource("documents")
    void everyLinkLeadsSomewhere(Markdown document) {
        assertThat(document.localLinks()).allSatisfy(link -> {
            String[] parts = link.split("#", 2);
            Path target = parts[0].isEmpty()
                    ? document.file()
                    : document.file().resolveSibling(parts[0]).normalize();
            assertThat(target).startsWithRaw(Project.ROOT).exists();
            if (parts.length == 2 && Files.isRegularFile(target)) {
                assertThat(Markdown.of(target).anchors()).contains(parts[1]);
            }
        });
    }

    /** What stands between {@code // readme:start} and {@code // readme:end}, moved to the left margin. */
    private static String example(Path file) {
        List<String> lines = Project.read(file).lines().toList();
        int start = lineOf("// readme:start", file, lines);
        int end = lineOf("// readme:end", file, lines);
        return String.join("\n", lines.subList(start + 1, end)).stripIndent() + "\n";
    }

    private static int lineOf(String marker, Path file, List<String> lines) {
        List<String> found =
                lines.stream().map(String::strip).filter(marker::equals).toList();
        assertThat(found).as("lines " + marker + " in " + file).hasSize(1);
        return lines.stream().map(String::strip).toList().indexOf(marker);
    }
}
