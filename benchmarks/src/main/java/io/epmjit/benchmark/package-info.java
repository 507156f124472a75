/** Benchmarks and long-running checks. Each is a command in CONTRIBUTING.md. */
@NullMarked
package io.epmjit.benchmark;

import org.jspecify.annotations.NullMarked;
