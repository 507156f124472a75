/**
 * Kills the bridge, again and again, while systems that lose replies and lag behind look on from other processes; and
 * checks by their journals that nothing was lost and nothing done twice.
 */
@NullMarked
package io.epmjit.benchmark.kill;

import org.jspecify.annotations.NullMarked;
