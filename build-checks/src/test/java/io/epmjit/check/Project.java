package io.epmjit.check;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The project as it lies on the disk: its modules and its files. */
final class Project {

    static final Path ROOT =
            Path.of(System.getProperty("epmjit.root", "..")).toAbsolutePath().normalize();

    static final Pom PARENT = Pom.read(ROOT.resolve("pom.xml"));
    static final Pom BOM = Pom.read(ROOT.resolve("bom/pom.xml"));

    /** Neither ours to read nor there in a fresh clone. */
    private static final Set<String> FOREIGN = Set.of(".git", "target", ".idea", ".vscode", "node_modules");

    private static final List<Module> MODULES = modulesBelow(ROOT).toList();

    private Project() {}

    /** Every module that makes a jar, in the order of the build. */
    static List<Module> modules() {
        return MODULES;
    }

    static List<Module> publishedModules() {
        return MODULES.stream().filter(Module::isPublished).toList();
    }

    /** Every file of ours with such a name. */
    static List<Path> files(Predicate<String> name) {
        return filesBelow(ROOT)
                .filter(file -> name.test(file.getFileName().toString()))
                .sorted()
                .toList();
    }

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<Module> modulesBelow(Path directory) {
        Pom pom = Pom.read(directory.resolve("pom.xml"));
        if (pom.find("packaging").orElse("jar").equals("jar")) {
            return Stream.of(new Module(directory, pom));
        }
        return pom.all("modules", "module").stream().flatMap(module -> modulesBelow(directory.resolve(module.text())));
    }

    private static Stream<Path> filesBelow(Path directory) {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.toList().stream().flatMap(entry -> {
                if (Files.isDirectory(entry)) {
                    return FOREIGN.contains(entry.getFileName().toString()) ? Stream.of() : filesBelow(entry);
                }
                return Stream.of(entry);
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
