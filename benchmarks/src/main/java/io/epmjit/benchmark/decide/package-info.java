/** What a decision costs beside the bare HTTP call that sends the same bytes. */
@NullMarked
package io.epmjit.benchmark.decide;

import org.jspecify.annotations.NullMarked;
