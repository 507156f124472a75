package io.epmjit.check;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A document: its marked blocks, links, headings and tables, as far as the checks ask for them. */
record Markdown(Path file, String text) {

    /** A fenced block on the line after a comment such as {@code <!-- command: run -->}. */
    record Block(String language, String body) {}

    private static final Pattern MARK = Pattern.compile("(?m)^<!-- (?<kind>[a-z]+): (?<name>\\S+) -->$");
    private static final Pattern FENCED =
            Pattern.compile("\\A\\n```(?<language>\\w*)\\n(?<body>.*?)^```$", Pattern.DOTALL | Pattern.MULTILINE);
    private static final Pattern ANY_FENCE = Pattern.compile("(?ms)^```.*?^```$");
    private static final Pattern LINK = Pattern.compile("\\]\\((?<target>[^)\\s]+)\\)");
    private static final Pattern HEADING = Pattern.compile("(?m)^#+ +(?<title>.+)$");

    static Markdown of(String relativePath) {
        return of(Project.ROOT.resolve(relativePath));
    }

    static Markdown of(Path file) {
        return new Markdown(file, Project.read(file));
    }

    /** The names of all marks of this kind, each with the block after it; a mark without one is empty. */
    Map<String, Optional<Block>> marked(String kind) {
        Map<String, Optional<Block>> blocks = new LinkedHashMap<>();
        MARK.matcher(text).results().filter(mark -> mark.group(1).equals(kind)).forEach(mark -> {
            if (blocks.put(mark.group(2), blockAfter(mark)) != null) {
                throw new AssertionError(file + " marks " + mark.group(2) + " twice");
            }
        });
        return blocks;
    }

    /** The targets of all links in the prose, without those to other sites. */
    List<String> localLinks() {
        return LINK.matcher(prose())
                .results()
                .map(link -> link.group(1))
                .filter(target -> !target.matches("(https?|mailto):.*"))
                .toList();
    }

    /** The headings as fragments of an address. */
    Set<String> anchors() {
        return HEADING.matcher(prose())
                .results()
                .map(heading -> heading.group(1)
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^\\p{L}\\p{N}\\s_-]", "")
                        .strip()
                        .replace(' ', '-'))
                .collect(Collectors.toSet());
    }

    /** The cells of every table row whose first cell is a link to a directory. */
    List<String> directoriesInTables() {
        List<String> directories = new ArrayList<>();
        Pattern.compile("(?m)^\\| *\\[`[^`]+`\\]\\((?<directory>[\\w-]+)/?\\)")
                .matcher(text)
                .results()
                .forEach(row -> directories.add(row.group(1)));
        return directories;
    }

    private String prose() {
        return ANY_FENCE.matcher(text).replaceAll("");
    }

    private Optional<Block> blockAfter(MatchResult mark) {
        return Stream.of(FENCED.matcher(text.substring(mark.end())))
                .filter(block -> block.find())
                .map(block -> new Block(block.group("language"), block.group("body")))
                .findFirst();
    }

    @Override
    public String toString() {
        return Project.ROOT.relativize(file).toString();
    }
}
