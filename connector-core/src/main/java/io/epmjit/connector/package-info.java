/** What a tracker has to be able to do, and the values that pass between the bridge and a tracker. */
@HiddenImplementation
@NullMarked
package io.epmjit.connector;

import org.jspecify.annotations.NullMarked;
