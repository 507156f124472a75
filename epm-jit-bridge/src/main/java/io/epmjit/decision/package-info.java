/** Who may decide what: proposals, policy and verdicts. */
@HiddenImplementation
@NullMarked
package io.epmjit.decision;

import org.jspecify.annotations.NullMarked;
