/** A client for the management API of EPM. */
@HiddenImplementation
@NullMarked
package io.epmjit.client;

import org.jspecify.annotations.NullMarked;
