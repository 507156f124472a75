package io.epmjit.benchmark.ledger;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the kernel was asked to do, in its order, as strace saw it: whether each 202 came after a sync of the write-ahead
 * log, which came after the write that carried the request.
 */
final class SyncTrace {

    private static final Pattern CALL = Pattern.compile("(\\d+) +(\\w+)\\(\\d+<([^>]*)>(.*)");
    private static final Pattern RESUMED = Pattern.compile("(\\d+) +<\\.\\.\\. (\\w+) resumed>.*");
    private static final Pattern MARK = Pattern.compile("202 ([0-9a-f-]{36})");
    private static final Pattern REQUEST = Pattern.compile("[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    private static final int REQUESTS = 256;

    private final Set<String> written = new HashSet<>();
    private final Set<String> synced = new HashSet<>();
    private final Map<String, Set<String>> syncing = new HashMap<>();
    private int syncs;
    private int answers;
    private int early;

    private SyncTrace() {}

    /** Answers whether nothing speaks against it: the proof is there, or there is no strace to give it. */
    static boolean show(Scratch scratch) throws IOException, InterruptedException {
        Path output = scratch.file("strace.txt");
        List<String> command = new ArrayList<>(List.of(
                "strace",
                "-f",
                "-y",
                "-s",
                "5000",
                "-e",
                "trace=write,pwrite64,fsync,fdatasync",
                "-o",
                output.toString()));
        command.addAll(Jvm.command(
                TracedAccept.class, List.of(), List.of(scratch.directory().toString(), Integer.toString(REQUESTS))));
        Process strace;
        try {
            strace = new ProcessBuilder(command).inheritIO().start();
        } catch (IOException notHere) {
            System.out.println("  strace is not here, so that the order of syncs and answers is not shown");
            return true;
        }
        if (strace.waitFor() != 0) {
            System.out.println("  strace is here, but may not watch a process: the order of syncs is not shown");
            return true;
        }
        SyncTrace trace = new SyncTrace();
        for (String line : Files.readAllLines(output, StandardCharsets.ISO_8859_1)) {
            trace.read(line);
        }
        System.out.printf(
                "  strace: %d answers of 202, %d before their request was written and synced; %d syncs of the log%n",
                trace.answers, trace.early, trace.syncs);
        return trace.answers == REQUESTS && trace.early == 0;
    }

    private void read(String line) {
        Matcher resumed = RESUMED.matcher(line);
        if (resumed.lookingAt()) {
            returned(resumed.group(1), resumed.group(2), line);
            return;
        }
        Matcher call = CALL.matcher(line);
        if (!call.lookingAt()) {
            return;
        }
        String thread = call.group(1);
        String name = call.group(2);
        Path file = Path.of(call.group(3));
        if (file.endsWith(TracedAccept.LEDGER + "-wal")) {
            if (name.equals("pwrite64") || name.equals("write")) {
                REQUEST.matcher(call.group(4)).results().forEach(found -> written.add(found.group()));
            } else {
                syncing.put(thread, Set.copyOf(written));
                if (!line.endsWith("<unfinished ...>")) {
                    returned(thread, name, line);
                }
            }
        } else if (file.endsWith(TracedAccept.MARKS)) {
            answered(call.group(4));
        }
    }

    /** What had been written when the sync began is safe once it has ended. */
    private void returned(String thread, String name, String line) {
        Set<String> covered = name.endsWith("sync") ? syncing.remove(thread) : null;
        if (covered != null && line.matches(".*= 0(?: .*)?")) {
            syncs++;
            synced.addAll(covered);
        }
    }

    private void answered(String text) {
        Matcher mark = MARK.matcher(text);
        if (mark.find()) {
            answers++;
            if (!synced.contains(mark.group(1))) {
                early++;
            }
        }
    }
}
