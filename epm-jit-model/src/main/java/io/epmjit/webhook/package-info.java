/** Where a webhook comes from and whether to believe it: secrets, authentication, sources. */
@NullMarked
package io.epmjit.webhook;

import org.jspecify.annotations.NullMarked;
