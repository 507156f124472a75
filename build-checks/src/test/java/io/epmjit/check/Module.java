package io.epmjit.check;

import java.nio.file.Path;

/** A module of the reactor that makes a jar. */
record Module(Path directory, Pom pom) {

    String artifactId() {
        return pom.get("artifactId");
    }

    /** Whether users can get it: everything that does not opt out of being deployed. */
    boolean isPublished() {
        return !directory.startsWith(Project.ROOT.resolve("examples"))
                && pom.find("properties", "maven.deploy.skip").isEmpty();
    }

    String automaticModuleName() {
        return pom.get("properties", "automatic.module.name");
    }

    Path classes() {
        return directory.resolve("target/classes");
    }

    Path sources() {
        return directory.resolve("src/main/java");
    }

    /** The directory as documents name it. */
    String path() {
        return Project.ROOT.relativize(directory).toString();
    }

    @Override
    public String toString() {
        return artifactId();
    }
}
