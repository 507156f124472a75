package io.epmjit.check;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The compiled classes of all modules, each known by the module that it came from. */
final class Bytecode {

    private static final JavaClasses CLASSES = new ClassFileImporter().importPaths(compiled());

    private static final Map<String, Module> MODULES =
            CLASSES.stream().filter(Bytecode::isOwnFile).collect(toMap(JavaClass::getName, Bytecode::moduleOfFile));

    private Bytecode() {}

    static List<JavaClass> classesOf(Module module) {
        return CLASSES.stream()
                .filter(type -> module.equals(MODULES.get(type.getName())))
                .toList();
    }

    /** The module that a class belongs to; empty for a class that is not ours. */
    static Optional<Module> moduleOf(JavaClass type) {
        return Optional.ofNullable(MODULES.get(type.getBaseComponentType().getName()));
    }

    static boolean isInternal(JavaClass type) {
        return List.of(type.getPackageName().split("\\.")).contains("internal");
    }

    private static List<Path> compiled() {
        List<Path> directories = Project.modules().stream()
                .map(Module::classes)
                .filter(Files::isDirectory)
                .toList();
        assertThat(directories)
                .as("class files of what is published; compile first")
                .containsAll(
                        Project.publishedModules().stream().map(Module::classes).toList());
        return directories;
    }

    private static boolean isOwnFile(JavaClass type) {
        return Project.modules().stream().anyMatch(module -> isFileOf(module, type));
    }

    private static Module moduleOfFile(JavaClass type) {
        return Project.modules().stream()
                .filter(module -> isFileOf(module, type))
                .findFirst()
                .orElseThrow();
    }

    private static boolean isFileOf(Module module, JavaClass type) {
        return type.getSource()
                .map(source -> source.getUri().getScheme().equals("file")
                        && Path.of(source.getUri()).startsWith(module.classes()))
                .orElse(false);
    }
}
