package io.epmjit.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** One version everywhere, written out: a property in its place would be no version for those who import the BOM. */
class VersionsTest {

    private static final String VERSION = Project.PARENT.get("version");

    static List<Module> publishedModules() {
        return Project.publishedModules();
    }

    static List<Module> modules() {
        return Project.modules();
    }

    @Test
    void theVersionIsWrittenOut() {
        assertThat(VERSION).matches("\\d+\\.\\d+\\.\\d+(-SNAPSHOT)?");
        assertThat(Project.BOM.get("version")).isEqualTo(VERSION);
    }

    @Test
    void theConsumerAsksForThisVersion() {
        assertThat(Pom.read(Project.ROOT.resolve("examples/consumer/pom.xml")).get("properties", "epmjit.version"))
                .isEqualTo(VERSION);
    }

    @Test
    void theReadmeOffersThisVersion() {
        assertThat(Project.read(Project.ROOT.resolve("README.md")))
                .contains("<artifactId>epm-jit-bom</artifactId>\n      <version>" + VERSION + "</version>");
    }

    @Test
    void theRootImportsThisBom() {
        assertThat(Project.PARENT.all("dependencyManagement", "dependencies", "dependency"))
                .filteredOn(entry -> entry.get("artifactId").equals(Project.BOM.get("artifactId")))
                .singleElement()
                .satisfies(entry -> assertThat(entry.get("version")).isEqualTo(VERSION))
                .satisfies(entry -> assertThat(entry.get("scope")).isEqualTo("import"));
    }

    @Test
    void theBomNamesEveryPublishedModuleAndNothingElse() {
        List<Pom> entries = Project.BOM.all("dependencyManagement", "dependencies", "dependency");

        assertThat(entries)
                .allSatisfy(entry -> assertThat(entry.get("version")).isEqualTo(VERSION))
                .allSatisfy(entry -> assertThat(entry.get("groupId")).isEqualTo(Project.PARENT.get("groupId")))
                .extracting(entry -> entry.get("artifactId"))
                .containsExactlyInAnyOrderElementsOf(Project.publishedModules().stream()
                        .map(Module::artifactId)
                        .toList());
    }

    @ParameterizedTest
    @MethodSource("modules")
    void everyModuleHasThisParent(Module module) {
        assertThat(module.pom().get("parent", "version")).isEqualTo(VERSION);
        assertThat(module.pom().find("version")).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("publishedModules")
    void noPublishedModuleBringsAVersionOfItsOwn(Module module) {
        List<String> versions = Stream.concat(
                        module.pom().all("dependencies", "dependency").stream(),
                        module.pom().all("dependencyManagement", "dependencies", "dependency").stream())
                .filter(dependency -> dependency.find("version").isPresent())
                .map(dependency -> dependency.get("artifactId"))
                .toList();
        assertThat(versions)
                .as("dependencies with a version outside of the root pom")
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("modules")
    void theJavaModuleIsNamedAfterAPackageOfItsOwn(Module module) {
        assertThat(module.sources().resolve(module.automaticModuleName().replace('.', '/')))
                .satisfiesAnyOf(
                        home -> assertThat(home).isDirectory(),
                        home -> assertThat(module.isPublished()).isFalse());
    }

    @Test
    void noTwoModulesShareAJavaModuleName() {
        Set<String> names =
                Project.modules().stream().map(Module::automaticModuleName).collect(Collectors.toSet());
        assertThat(names).hasSameSizeAs(Project.modules());
    }
}
