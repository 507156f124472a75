package io.epmjit.benchmark.kill;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * All that was written down of a campaign.
 *
 * @param epm what EPM did, in its order
 * @param jira what Jira did, in its order
 * @param bridge what the bridges told their listener
 * @param campaign kills, and what approvers were told
 * @param log the bridges' own logs
 * @param keptBodies the SHA-256 of what the ledger kept
 * @param stampField the field of an issue that carries the request's id
 * @param rested whether everything came to rest in the end
 */
record History(
        List<Entry> epm,
        List<Entry> jira,
        List<Entry> bridge,
        List<Entry> campaign,
        List<String> log,
        Set<String> keptBodies,
        String stampField,
        boolean rested) {

    static History read(Path directory, String stampField, Set<String> keptBodies, boolean rested) {
        return new History(
                new JournalFile(directory.resolve("epm.jsonl")).all(),
                new JournalFile(directory.resolve("jira.jsonl")).all(),
                new JournalFile(directory.resolve("bridge.jsonl")).all(),
                new JournalFile(directory.resolve("campaign.jsonl")).all(),
                log(directory),
                keptBodies,
                stampField,
                rested);
    }

    private static List<String> log(Path directory) {
        List<String> lines = new ArrayList<>();
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.filter(name -> name.getFileName().toString().matches("bridge-\\d+\\.log"))
                    .sorted()
                    .toList()) {
                lines.addAll(Files.readAllLines(file));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return lines;
    }
}
