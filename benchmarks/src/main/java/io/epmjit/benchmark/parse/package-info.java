/** How quickly a webhook's body is read, beside its peers. */
@NullMarked
package io.epmjit.benchmark.parse;

import org.jspecify.annotations.NullMarked;
