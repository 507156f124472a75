/** Settings that an administrator fills in: descriptors, sources and validation with every fault at once. */
@NullMarked
package io.epmjit.settings;

import org.jspecify.annotations.NullMarked;
