package io.epmjit.check;

import com.tngtech.archunit.core.domain.JavaAnnotation;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaType;
import java.util.Collection;
import java.util.Set;
import java.util.stream.Stream;

/** What of a module users can name: its public types outside of {@code internal}, and what stands in their signatures. */
final class PublicFace {

    /** A type that stands in a signature, and where. */
    record Mention(String owner, String member, JavaClass type) {

        boolean isAnnotation() {
            return type.isAnnotation();
        }

        @Override
        public String toString() {
            return member + " shows " + type.getName();
        }
    }

    private PublicFace() {}

    /** Every mention of a type in a public or protected signature of the module. */
    static Stream<Mention> of(Module module) {
        return types(module).flatMap(type -> Stream.concat(inHeader(type), inMembers(type)));
    }

    static Stream<JavaMethod> methodsOf(Module module) {
        return types(module)
                .flatMap(PublicFace::withHiddenAncestors)
                .flatMap(type -> type.getMethods().stream())
                .filter(PublicFace::isVisible)
                .distinct();
    }

    static boolean isApi(JavaClass type) {
        return !Bytecode.isInternal(type)
                && isVisible(type.getModifiers())
                && type.getEnclosingClass().map(PublicFace::isApi).orElse(true);
    }

    private static Stream<JavaClass> types(Module module) {
        return Bytecode.classesOf(module).stream()
                .filter(type -> !type.isAnonymousClass() && !type.isLocalClass())
                .filter(type -> !type.getSimpleName().equals("package-info"))
                .filter(PublicFace::isApi);
    }

    private static Stream<Mention> inHeader(JavaClass type) {
        Stream<JavaType> supertypes = withHiddenAncestors(type)
                .flatMap(owner -> Stream.concat(owner.getSuperclass().stream(), owner.getInterfaces().stream()))
                .filter(parent -> !isHidden(parent.toErasure()));
        Stream<JavaType> parameters = type.getTypeParameters().stream().map(JavaType.class::cast);
        return Stream.concat(
                        Stream.concat(supertypes, parameters)
                                .flatMap(mentioned -> mentioned.getAllInvolvedRawTypes().stream()),
                        annotationTypes(type.getAnnotations()))
                .map(mentioned -> mention(type, type.getFullName(), mentioned));
    }

    private static Stream<Mention> inMembers(JavaClass type) {
        return withHiddenAncestors(type)
                .flatMap(owner -> owner.getMembers().stream())
                .filter(PublicFace::isVisible)
                .flatMap(member -> mentionedBy(member)
                        .map(mentioned -> mention(type, type.getFullName() + "." + member.getName(), mentioned)));
    }

    private static Mention mention(JavaClass type, String member, JavaClass mentioned) {
        return new Mention(type.getFullName(), member, mentioned.getBaseComponentType());
    }

    private static Stream<JavaClass> mentionedBy(JavaMember member) {
        Stream<JavaClass> types =
                Stream.concat(member.getAllInvolvedRawTypes().stream(), annotationTypes(member.getAnnotations()));
        return member instanceof JavaCodeUnit code ? Stream.concat(types, code.getExceptionTypes().stream()) : types;
    }

    private static Stream<JavaClass> annotationTypes(Collection<? extends JavaAnnotation<?>> annotations) {
        return annotations.stream().map(JavaAnnotation::getRawType);
    }

    /** A type together with its package-private ancestors, whose public members are seen through it. */
    private static Stream<JavaClass> withHiddenAncestors(JavaClass type) {
        return Stream.concat(
                Stream.of(type),
                Stream.concat(type.getRawSuperclass().stream(), type.getRawInterfaces().stream())
                        .filter(PublicFace::isHidden)
                        .flatMap(PublicFace::withHiddenAncestors));
    }

    private static boolean isHidden(JavaClass type) {
        return Bytecode.moduleOf(type).isPresent() && !isApi(type);
    }

    private static boolean isVisible(JavaMember member) {
        return isVisible(member.getModifiers()) && !member.getModifiers().contains(JavaModifier.SYNTHETIC);
    }

    private static boolean isVisible(Set<JavaModifier> modifiers) {
        return modifiers.contains(JavaModifier.PUBLIC) || modifiers.contains(JavaModifier.PROTECTED);
    }
}
