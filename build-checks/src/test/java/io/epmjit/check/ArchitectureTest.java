package io.epmjit.check;

import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Which module may know which, and what stays inside. */
class ArchitectureTest {

    private static final Set<String> TRACKER = Set.of("epm-jit-model", "epm-jit-client", "epm-jit-connector-core");

    private static final Set<String> SOURCE = Set.of(
            "epm-jit-model", "epm-jit-client", "epm-jit-connector-core", "epm-jit-bridge", "epm-jit-connector-jira");

    /** A published module, and the modules of ours that it may know. */
    private static final Map<String, Set<String>> ARROWS = Map.of(
            "epm-jit-model", Set.of(),
            "epm-jit-client", Set.of("epm-jit-model"),
            "epm-jit-connector-core", Set.of("epm-jit-model", "epm-jit-client"),
            "epm-jit-bridge", TRACKER,
            "epm-jit-connector-jira", TRACKER,
            "epm-jit-connector-servicenow", TRACKER,
            "epm-jit-connector-pingone", SOURCE,
            "epm-jit-connector-remote-support", SOURCE,
            "epm-jit-testkit", Set.of(),
            "epm-jit-connector-contract", TRACKER);

    static List<Module> publishedModules() {
        return Project.publishedModules();
    }

    static List<Module> modules() {
        return Project.modules();
    }

    @Test
    void everyPublishedModuleHasItsArrows() {
        assertThat(publishedModules())
                .extracting(Module::artifactId)
                .containsExactlyInAnyOrderElementsOf(ARROWS.keySet());
    }

    @ParameterizedTest
    @MethodSource("publishedModules")
    void arrowsPointDownInCode(Module module) {
        Set<String> allowed = ARROWS.getOrDefault(module.artifactId(), Set.of());
        assertThat(dependenciesOnOtherModules(module, target -> !allowed.contains(target.artifactId())))
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("publishedModules")
    void arrowsPointDownInPoms(Module module) {
        Set<String> known = module.pom().all("dependencies", "dependency").stream()
                .filter(dependency -> dependency.get("groupId").equals(Project.PARENT.get("groupId")))
                .filter(dependency ->
                        !dependency.find("scope").orElse("compile").equals("test"))
                .map(dependency -> dependency.get("artifactId"))
                .collect(toSet());
        assertThat(ARROWS.getOrDefault(module.artifactId(), Set.of()))
                .as("what " + module + " may know")
                .containsAll(known);
    }

    @ParameterizedTest
    @MethodSource("modules")
    void nobodyReachesAnotherModulesInternals(Module module) {
        List<String> reached = Bytecode.classesOf(module).stream()
                .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
                .filter(dependency -> leaves(module, dependency))
                .filter(dependency ->
                        Bytecode.isInternal(dependency.getTargetClass().getBaseComponentType()))
                .map(Dependency::getDescription)
                .toList();
        assertThat(reached).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("modules")
    void packagesOfAModuleHaveNoCycles(Module module) {
        if (Files.isDirectory(module.classes())) {
            JavaClasses classes = new ClassFileImporter().importPath(module.classes());
            slices().assignedFrom(new PackageWithItsInternals())
                    .should()
                    .beFreeOfCycles()
                    .allowEmptyShould(true)
                    .check(classes);
        }
    }

    @Test
    void noTwoModulesShareAPackage() {
        Map<String, Set<Module>> homes = Project.modules().stream()
                .flatMap(module -> Bytecode.classesOf(module).stream())
                .collect(groupingBy(
                        JavaClass::getPackageName,
                        mapping(type -> Bytecode.moduleOf(type).orElseThrow(), toSet())));
        assertThat(homes).allSatisfy((name, home) -> assertThat(home).as(name).hasSize(1));
    }

    @ParameterizedTest
    @MethodSource("modules")
    void everyPackageSaysWhatMayBeNull(Module module) {
        Set<String> unmarked = Bytecode.classesOf(module).stream()
                .map(JavaClass::getPackage)
                .filter(home -> home.tryGetPackageInfo()
                        .map(info -> !info.isAnnotatedWith(NullMarked.class))
                        .orElse(true))
                .map(home -> home.getName())
                .filter(name -> !isGenerated(name))
                .collect(toSet());
        assertThat(unmarked).as("packages without @NullMarked").isEmpty();
    }

    /** Benchmarks' and page templates' classes are written by tools, which mark nothing. */
    private static boolean isGenerated(String packageName) {
        return packageName.endsWith(".jmh_generated") || packageName.endsWith(".internal.templates");
    }

    private static List<String> dependenciesOnOtherModules(Module module, Predicate<Module> target) {
        return Bytecode.classesOf(module).stream()
                .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
                .filter(dependency -> leaves(module, dependency))
                .filter(dependency ->
                        Bytecode.moduleOf(dependency.getTargetClass()).stream().anyMatch(target))
                .map(Dependency::getDescription)
                .toList();
    }

    private static boolean leaves(Module module, Dependency dependency) {
        return Bytecode.moduleOf(dependency.getTargetClass()).stream().anyMatch(target -> !target.equals(module));
    }

    /** A package and what lies in and below its {@code internal} count as one. */
    private static final class PackageWithItsInternals implements SliceAssignment {

        @Override
        public SliceIdentifier getIdentifierOf(JavaClass type) {
            return type.getPackageName().startsWith("io.epmjit")
                    ? SliceIdentifier.of(Stream.of(type.getPackageName().split("\\."))
                            .takeWhile(segment -> !segment.equals("internal"))
                            .reduce((left, right) -> left + "." + right)
                            .orElseThrow())
                    : SliceIdentifier.ignore();
        }

        @Override
        public String getDescription() {
            return "packages, each with its internals";
        }
    }
}
