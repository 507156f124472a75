package io.epmjit.check;

import static java.util.stream.Collectors.toUnmodifiableSet;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What users see in signatures: the JDK and ourselves, so that no dependency can be felt through the API. */
class PublicFaceTest {

    /** Packages that Java itself promises to keep. */
    private static final Set<String> JDK = ModuleFinder.ofSystem().findAll().stream()
            .map(found -> found.descriptor())
            .filter(descriptor -> descriptor.name().startsWith("java."))
            .flatMap(descriptor -> descriptor.exports().stream())
            .filter(exports -> !exports.isQualified())
            .map(ModuleDescriptor.Exports::source)
            .collect(toUnmodifiableSet());

    /**
     * Where annotations may come from: nullness; the generator's, gone at run time; and what our own validation reads from
     * the accessors of settings. Nobody has to write or hold one of them in order to use us.
     */
    private static final Set<String> ANNOTATIONS = Set.of(
            "org.jspecify.annotations",
            "org.immutables.value",
            "jakarta.validation.constraints",
            "org.hibernate.validator.constraints.time");

    /** The only places where a foreign type may show: where it is met (a class or a member), and its package or name. */
    private static final Map<String, Set<String>> EXCEPTIONS = Map.of(
            "io.epmjit.endpoint.EndpointServlet", Set.of("jakarta.servlet", "jakarta.servlet.http"),
            "io.epmjit.bridge.JitMetrics",
                    Set.of("io.micrometer.core.instrument", "io.micrometer.core.instrument.binder"),
            "io.epmjit.webhook.JitWebhookFilter", Set.of("jakarta.servlet", "jakarta.servlet.http"),
            "io.epmjit.http.OkHttpTransport.of", Set.of("okhttp3.OkHttpClient"));

    /** What a module of test helpers may show besides. */
    private static final Map<String, Set<String>> TEST_TOOLS =
            Map.of("epm-jit-connector-contract", Set.of("org.junit.jupiter.api", "org.assertj.core.api"));

    static List<Module> publishedModules() {
        return Project.publishedModules();
    }

    @ParameterizedTest
    @MethodSource("publishedModules")
    void noForeignTypeShows(Module module) {
        assertThat(PublicFace.of(module)
                        .filter(mention -> Bytecode.moduleOf(mention.type()).isEmpty())
                        .filter(mention -> !isAllowed(module, mention)))
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("publishedModules")
    void noTypeOfOursShowsThatUsersCannotReach(Module module) {
        assertThat(PublicFace.of(module)
                        .filter(mention -> Bytecode.moduleOf(mention.type()).isPresent())
                        .filter(mention -> !mention.isAnnotation() && !PublicFace.isApi(mention.type())))
                .isEmpty();
    }

    /** Else every user with {@code -Xlint:all -Werror} fails on a class that they do not have. */
    @ParameterizedTest
    @MethodSource("publishedModules")
    void noClassFileNeedsTheGeneratorOfValues(Module module) {
        assertThat(Bytecode.classesOf(module).stream()
                        .filter(type -> type.isAnnotatedWith("org.immutables.value.Generated"))
                        .map(JavaClass::getName))
                .as("generated without @Value.Style(allowedClasspathAnnotations = Override.class) on their package")
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("publishedModules")
    void accessorsGoWithoutGet(Module module) {
        assertThat(PublicFace.methodsOf(module)
                        .filter(method -> method.getRawParameterTypes().isEmpty())
                        .filter(method -> method.getName().matches("get[A-Z].*"))
                        .filter(method -> !isInheritedFromElsewhere(method))
                        .map(JavaMethod::getFullName))
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("publishedModules")
    void nobodyIsAskedForAnOptional(Module module) {
        assertThat(PublicFace.methodsOf(module)
                        .filter(method -> !isGenerated(method.getOwner()))
                        .filter(method -> method.getRawParameterTypes().stream()
                                .anyMatch(type -> type.isEquivalentTo(Optional.class)))
                        .map(JavaMethod::getFullName))
                .isEmpty();
    }

    private static boolean isAllowed(Module module, PublicFace.Mention mention) {
        String home = mention.type().getPackageName();
        return JDK.contains(home)
                || (mention.isAnnotation() && ANNOTATIONS.contains(home))
                || TEST_TOOLS.getOrDefault(module.artifactId(), Set.of()).contains(home)
                || Stream.of(mention.owner(), mention.member())
                        .map(place -> EXCEPTIONS.getOrDefault(place, Set.of()))
                        .anyMatch(allowed -> allowed.contains(home)
                                || allowed.contains(mention.type().getName()));
    }

    /** Immutables offers an Optional beside the plain value. */
    private static boolean isGenerated(JavaClass type) {
        return type.getFullName().contains(".Immutable");
    }

    private static boolean isInheritedFromElsewhere(JavaMethod method) {
        JavaClass owner = method.getOwner();
        return Stream.concat(owner.getAllRawSuperclasses().stream(), owner.getAllRawInterfaces().stream())
                .filter(ancestor -> Bytecode.moduleOf(ancestor).isEmpty())
                .anyMatch(ancestor -> ancestor.tryGetMethod(method.getName()).isPresent());
    }
}
