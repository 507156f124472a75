/** Whether what judges the kills can be believed. */
@NullMarked
package io.epmjit.benchmark.kill;

import org.jspecify.annotations.NullMarked;
