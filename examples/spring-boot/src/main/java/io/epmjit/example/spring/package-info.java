/** For the bridge inside a Spring Boot application. Nothing is here yet. */
@NullMarked
package io.epmjit.example.spring;

import org.jspecify.annotations.NullMarked;
