/** The durable record and its engine: what came in, where it came from, and every change intended outside. */
@HiddenImplementation
@NullMarked
package io.epmjit.ledger;

import org.jspecify.annotations.NullMarked;
