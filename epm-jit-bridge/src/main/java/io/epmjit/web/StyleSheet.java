package io.epmjit.web;

import io.epmjit.endpoint.EndpointRequest;
import io.epmjit.endpoint.EndpointResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

/**
 * The one style sheet of all pages: Pico's, with the notice of its licence, and a little of our own. Its name changes with
 * its content, so that browsers may keep it.
 */
final class StyleSheet {

    static final StyleSheet SHARED = new StyleSheet();

    private static final String FOLDER = "assets";
    private static final int NAME_LENGTH = 16;

    private final byte[] plain;
    private final byte[] zipped;
    private final String name;

    private StyleSheet() {
        this.plain = joined(resource("pico.classless.min.css"), resource("pages.css"));
        this.zipped = zip(plain);
        this.name = hash(plain) + ".css";
    }

    /** Whether the path below a page's mount is that of a style sheet. */
    static boolean isMeantBy(List<String> path) {
        return path.size() == 2 && path.get(0).equals(FOLDER);
    }

    /** Where it is, from a page that lies so many segments below its mount; of none, from the mount itself. */
    String from(String mount, int segmentsBelow) {
        String up = segmentsBelow == 0 ? mount + "/" : "../".repeat(segmentsBelow - 1);
        return up + FOLDER + "/" + name;
    }

    EndpointResponse answer(EndpointRequest request, List<String> path) {
        if (!path.get(1).equals(name)) {
            return EndpointResponse.text(404, "There is no such style sheet");
        }
        boolean zips = request.headers("Accept-Encoding").stream()
                .flatMap(accepted -> Stream.of(accepted.toLowerCase(Locale.ROOT).split(",")))
                .anyMatch(StyleSheet::isGzip);
        EndpointResponse sheet = EndpointResponse.of(
                200,
                Map.of(
                        "Content-Type", "text/css; charset=utf-8",
                        "Cache-Control", "public, max-age=31536000, immutable",
                        "Vary", "Accept-Encoding"),
                zips ? zipped : plain);
        return zips ? sheet.withHeader("Content-Encoding", "gzip") : sheet;
    }

    private static boolean isGzip(String coding) {
        String[] parts = coding.replace(" ", "").split(";", 2);
        return parts[0].equals("gzip") && (parts.length == 1 || !parts[1].matches("q=0(\\.0*)?"));
    }

    private static byte[] resource(String file) {
        try (InputStream in = StyleSheet.class.getResourceAsStream(file)) {
            return Objects.requireNonNull(in, () -> "the jar lacks io/epmjit/web/" + file)
                    .readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("the style sheet cannot be read", e);
        }
    }

    private static byte[] joined(byte[] first, byte[] second) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(first);
        all.writeBytes("\n".getBytes(StandardCharsets.UTF_8));
        all.writeBytes(second);
        return all.toByteArray();
    }

    private static byte[] zip(byte[] content) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(out)) {
            zip.write(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private static String hash(byte[] content) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(content))
                    .substring(0, NAME_LENGTH);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
