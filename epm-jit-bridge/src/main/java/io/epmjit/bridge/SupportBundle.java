package io.epmjit.bridge;

import io.epmjit.ledger.Effect;
import io.epmjit.ledger.KeptBody;
import io.epmjit.ledger.Ledger;
import io.epmjit.ledger.LedgerSession;
import io.epmjit.ledger.Origin;
import io.epmjit.ledger.RecordedDecision;
import io.epmjit.ledger.Sighting;
import io.epmjit.ledger.TrailEntry;
import io.epmjit.ledger.TrailQuery;
import io.epmjit.model.AccessDuration;
import io.epmjit.model.JitRequestRef;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * What somebody who is to help needs to know, as a zip file: versions, settings in force, how the work stands, what was
 * given up, what waits in quarantine and, where asked for, everything about one request. There is no secret in it, no
 * name of a person and no reason that somebody typed; the bodies of a request only where they are asked for.
 *
 * <pre>{@code
 * bridge.supportBundle().about(JitRequestRef.admin(id)).writeTo(Path.of("support.zip"));
 * }</pre>
 *
 * <p>Calls nothing outside. Not for use by several threads.
 */
public final class SupportBundle {

    private static final int MOST_GIVEN_UP = 200;
    private static final int MOST_QUARANTINED = 100;
    private static final int MOST_ENTRIES = 1_000;
    private static final Duration RECENT = Duration.ofDays(30);

    private static final String READ_ME = """
            A support bundle of epm-jit.

            settings.txt    versions, and the settings in force; secrets are left out
            work.txt        unfinished work by target, and how recurring tasks went last
            given-up.txt    what was given up, and why; the newest first
            quarantine.txt  bodies that did not fit their source, and why; without the bodies
            trail.txt       starts, operators' actions and removals of the last 30 days, without names
            request.txt     everything about one request, if one was asked for; without names and reasons
            bodies/         what EPM sent about that request, if that was asked for: it has names and what users typed

            Explanations quote what EPM and the trackers said of errors. Look through them before you pass this on.
            """;

    private final Ledger ledger;
    private final String settings;
    private @Nullable JitRequestRef request;
    private boolean hasBodies;

    SupportBundle(Ledger ledger, String settings) {
        this.ledger = ledger;
        this.settings = settings;
    }

    /** Adds everything about this request. */
    public SupportBundle about(JitRequestRef one) {
        this.request = Objects.requireNonNull(one, "one");
        return this;
    }

    /** Adds what EPM sent about the request that was asked for: names, files, and what users typed. */
    public SupportBundle withBodies() {
        this.hasBodies = true;
        return this;
    }

    /**
     * Writes the bundle to a new file.
     *
     * @throws java.nio.file.FileAlreadyExistsException if there is such a file
     */
    public void writeTo(Path file) throws IOException {
        try (OutputStream out = Files.newOutputStream(file, StandardOpenOption.CREATE_NEW)) {
            writeTo(out);
        }
    }

    /** Writes the bundle; the stream stays open. */
    public void writeTo(OutputStream out) throws IOException {
        Map<String, byte[]> files = ledger.read(this::files);
        ZipOutputStream zip = new ZipOutputStream(out, StandardCharsets.UTF_8);
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            zip.putNextEntry(new ZipEntry(file.getKey()));
            zip.write(file.getValue());
            zip.closeEntry();
        }
        zip.finish();
        out.flush();
    }

    private Map<String, byte[]> files(LedgerSession session) {
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put("read-me.txt", bytes(READ_ME));
        files.put("settings.txt", bytes(settings + "database = " + session.database() + "\n"));
        files.put("work.txt", bytes(work(session)));
        files.put("given-up.txt", lines(givenUp(session)));
        files.put("quarantine.txt", lines(quarantine(session)));
        files.put("trail.txt", lines(trail(session)));
        if (request != null) {
            List<Origin> origins = session.origins().named(request.kind().name(), request.requestId());
            files.put(
                    "request.txt",
                    origins.isEmpty()
                            ? bytes(request + " is not on record here\n")
                            : lines(origins.stream().flatMap(origin -> about(session, origin))));
            if (hasBodies) {
                origins.forEach(origin -> session.records()
                        .bodiesOf(origin)
                        .forEach(body -> files.put(
                                "bodies/" + body.id() + ".txt",
                                body.incoming().body().bytes())));
            }
        }
        return files;
    }

    private static String work(LedgerSession session) {
        Stream<String> unfinished = session.overview().unfinished().stream()
                .map(work -> "%s at %s: %d, the oldest due at %s"
                        .formatted(work.state(), work.target(), work.count(), work.oldestDue()));
        Stream<String> tasks = session.overview().tasks().stream()
                .map(task -> "task %s: last done at %s%s"
                        .formatted(
                                task.name(),
                                task.doneAt().map(Instant::toString).orElse("no time yet"),
                                task.failure()
                                        .map(why -> "; failed since: " + why)
                                        .orElse("")));
        return "now " + session.now() + "\n"
                + Stream.concat(unfinished, tasks).map(line -> line + "\n").collect(Collectors.joining());
    }

    private static Stream<String> givenUp(LedgerSession session) {
        return session.overview().givenUp(MOST_GIVEN_UP).stream()
                .map(effect -> TrailEntry.subjectOf(
                                session.origins().get(effect.originId()).key())
                        + " " + effect(effect));
    }

    private static Stream<String> quarantine(LedgerSession session) {
        return session.bodies().quarantine(MOST_QUARANTINED).stream()
                .map(body ->
                        received(body) + ": " + body.incoming().quarantined().orElse(""));
    }

    private static Stream<String> trail(LedgerSession session) {
        Instant recently = session.now().minus(RECENT);
        return Stream.of(TrailEntry.Kind.START, TrailEntry.Kind.OPERATOR, TrailEntry.Kind.RETENTION)
                .flatMap(
                        kind -> session
                                .audit()
                                .page(
                                        TrailQuery.builder()
                                                .since(recently)
                                                .kind(kind)
                                                .build(),
                                        0,
                                        MOST_ENTRIES)
                                .stream())
                .map(record -> record.at() + " " + entry(record.entry()));
    }

    private static String entry(TrailEntry entry) {
        return "%s %s %s%s: %s%s"
                .formatted(
                        entry.kind(),
                        entry.action(),
                        entry.subject(),
                        entry.wayIn().map(way -> " by way of " + way).orElse(""),
                        entry.outcome(),
                        entry.rule().map(rule -> " by " + rule).orElse(""));
    }

    private static Stream<String> about(LedgerSession session, Origin origin) {
        List<String> lines = new ArrayList<>();
        lines.add("%s %s, number %s: %s, opened at %s, decided at %s"
                .formatted(
                        origin.key().system(),
                        TrailEntry.subjectOf(origin.key()),
                        origin.secondId().orElse("unknown"),
                        origin.state(),
                        origin.openedAt(),
                        origin.decidedAt().map(Instant::toString).orElse("no time yet")));
        session.records().bodiesOf(origin).forEach(body -> lines.add(received(body)));
        session.sightings().of(origin).forEach(seen -> lines.add(sighting(seen)));
        session.decisions().of(origin).forEach(decision -> lines.add(decision(decision)));
        session.effects().of(origin).forEach(effect -> lines.add(effect(effect)));
        session.audit()
                .page(
                        TrailQuery.builder()
                                .subject(TrailEntry.subjectOf(origin.key()))
                                .build(),
                        0,
                        MOST_ENTRIES)
                .forEach(record -> lines.add("trail " + record.at() + " " + entry(record.entry())));
        return lines.stream();
    }

    private static String received(KeptBody body) {
        return "body %d of %s%s, received at %s, %s"
                .formatted(
                        body.id(),
                        body.incoming().source(),
                        body.incoming().event().map(event -> "/" + event).orElse(""),
                        body.incoming().receivedAt(),
                        body.incoming().body());
    }

    private static String sighting(Sighting seen) {
        return "%s at %s: %s%s"
                .formatted(
                        seen.isVerified() ? "seen at EPM" : "reported",
                        seen.seenAt(),
                        seen.status(),
                        seen.duration().map(length -> " for " + length).orElse(""));
    }

    private static String decision(RecordedDecision decision) {
        return "decision %d at %s by way of %s: %s%s, %s"
                .formatted(
                        decision.id(),
                        decision.decidedAt(),
                        decision.wayIn(),
                        decision.isApproved() ? "approved" : "denied",
                        decision.duration()
                                .map(AccessDuration::toString)
                                .map(length -> " for " + length)
                                .orElse(""),
                        decision.state());
    }

    private static String effect(Effect effect) {
        return "%s %s at %s: %s, planned at %s, due at %s, %d attempts, %d looks, %d failures%s%s"
                .formatted(
                        effect.action(),
                        effect.key(),
                        effect.target(),
                        effect.state(),
                        effect.plannedAt(),
                        effect.dueAt(),
                        effect.attempts(),
                        effect.looks(),
                        effect.failures(),
                        effect.ref().map(ref -> ", " + ref).orElse(""),
                        effect.explanation().map(why -> "; " + why).orElse(""));
    }

    private static byte[] lines(Stream<String> lines) {
        return bytes(lines.map(line -> line.replaceAll("\\R", " ") + "\n").collect(Collectors.joining()));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
