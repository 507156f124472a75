/** Shared by the fakes, and no part of their interface. */
@NullMarked
package io.epmjit.testkit.internal;

import org.jspecify.annotations.NullMarked;
