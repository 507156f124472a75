package io.epmjit.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What nobody wants to find in finished work: notes to oneself, and the paths of somebody's machine. */
class LeftoversTest {

    private static final Pattern OURS =
            Pattern.compile(".*\\.(java|md|xml|properties|yml|yaml|json|sql|jte|js|css|sh)");

    /** Spelt so that this file does not find itself. */
    private static final Pattern NOTE_TO_ONESELF = Pattern.compile("(?<![\"\\w])(T[O]DO|F[I]XME)(?![\"\\w])");

    private static final Pattern MACHINE_PATH =
            Pattern.compile("(?<![\\w.})])/(h[o]me|r[o]ot|w[o]rk|t[m]p|U[s]ers)/\\w");

    @Test
    void noNotesToOneself() {
        assertThat(lines(NOTE_TO_ONESELF)).isEmpty();
    }

    @Test
    void noPathsOfSomebodysMachine() {
        assertThat(lines(MACHINE_PATH)).isEmpty();
    }

    private static Stream<String> lines(Pattern unwanted) {
        return Project.files(name -> OURS.matcher(name).matches()).stream().flatMap(file -> lines(file, unwanted));
    }

    private static Stream<String> lines(Path file, Pattern unwanted) {
        List<String> lines = Project.read(file).lines().toList();
        return IntStream.range(0, lines.size())
                .filter(i -> unwanted.matcher(lines.get(i)).find())
                .mapToObj(i -> Project.ROOT.relativize(file) + ":" + (i + 1) + ": "
                        + lines.get(i).strip());
    }
}
