/** A real PostgreSQL server for the length of a test, which a test may also kill. */
@NullMarked
package io.epmjit.testkit.postgres;

import org.jspecify.annotations.NullMarked;
