/** Checks over the whole project: what no single module can see of itself. */
@NullMarked
package io.epmjit.check;

import org.jspecify.annotations.NullMarked;
