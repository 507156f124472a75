package io.epmjit.browser;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.awt.image.WritableRaster;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;

/**
 * Pictures of what the browser shows, in the directory that the system property {@code epmjit.images} names: those that it has
 * are made anew, as in {@code docs/images}; an empty one gets all.
 */
public final class Pictures {

    private static final int COLOURS = 64;
    private static final int ALMOST = 14 * 14 * 3;

    private static final Optional<Path> DIRECTORY =
            Optional.ofNullable(System.getProperty("epmjit.images")).map(Path::of);

    private static final List<String> THERE_ALREADY =
            DIRECTORY.map(Pictures::filesIn).orElse(List.of());

    private Pictures() {}

    /** Keeps what the browser shows, if anybody wants it, with few colours so that it is small. */
    public static void keep(String name, Browser browser) {
        String file = name + ".png";
        DIRECTORY
                .filter(wanted -> THERE_ALREADY.isEmpty() || THERE_ALREADY.contains(file))
                .ifPresent(directory -> write(directory.resolve(file), browser.picture()));
    }

    private static List<String> filesIn(Path directory) {
        return List.of(Objects.requireNonNullElse(directory.toFile().list(), new String[0]));
    }

    private static void write(Path file, byte[] png) {
        try {
            Files.createDirectories(file.getParent());
            Files.write(file, compressed(withFewColours(ImageIO.read(new ByteArrayInputStream(png)))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static BufferedImage withFewColours(BufferedImage picture) {
        int[] palette = palette(picture);
        IndexColorModel colours = new IndexColorModel(8, palette.length, palette, 0, false, -1, 0);
        BufferedImage reduced =
                new BufferedImage(picture.getWidth(), picture.getHeight(), BufferedImage.TYPE_BYTE_INDEXED, colours);
        WritableRaster pixels = reduced.getRaster();
        Map<Integer, Integer> known = new HashMap<>();
        for (int y = 0; y < picture.getHeight(); y++) {
            for (int x = 0; x < picture.getWidth(); x++) {
                pixels.setSample(
                        x, y, 0, known.computeIfAbsent(picture.getRGB(x, y), colour -> nearest(palette, colour)));
            }
        }
        return reduced;
    }

    /** The colours that are used most, but none that is almost another one of them. */
    private static int[] palette(BufferedImage picture) {
        Map<Integer, Integer> uses = new HashMap<>();
        for (int y = 0; y < picture.getHeight(); y++) {
            for (int x = 0; x < picture.getWidth(); x++) {
                uses.merge(picture.getRGB(x, y), 1, Integer::sum);
            }
        }
        List<Integer> byUse = uses.entrySet().stream()
                .sorted(Map.Entry.<Integer, Integer>comparingByValue().reversed())
                .map(Map.Entry::getKey)
                .toList();
        List<Integer> chosen = new ArrayList<>();
        for (int colour : byUse) {
            if (chosen.size() < COLOURS && chosen.stream().allMatch(other -> distance(other, colour) > ALMOST)) {
                chosen.add(colour);
            }
        }
        return chosen.stream().mapToInt(Integer::intValue).toArray();
    }

    private static int nearest(int[] palette, int colour) {
        int best = 0;
        for (int i = 1; i < palette.length; i++) {
            if (distance(palette[i], colour) < distance(palette[best], colour)) {
                best = i;
            }
        }
        return best;
    }

    private static int distance(int one, int other) {
        int red = (one >> 16 & 0xff) - (other >> 16 & 0xff);
        int green = (one >> 8 & 0xff) - (other >> 8 & 0xff);
        int blue = (one & 0xff) - (other & 0xff);
        return red * red + green * green + blue * blue;
    }

    private static byte[] compressed(BufferedImage picture) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageWriter writer = ImageIO.getImageWritersByFormatName("png").next();
        try (ImageOutputStream stream = ImageIO.createImageOutputStream(bytes)) {
            ImageWriteParam most = writer.getDefaultWriteParam();
            most.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            most.setCompressionQuality(0);
            writer.setOutput(stream);
            writer.write(null, new IIOImage(picture, null, null), most);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }
}
