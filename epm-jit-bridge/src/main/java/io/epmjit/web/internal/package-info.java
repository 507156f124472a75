/** What the pages' templates show. Public only for the templates; not for users. */
@NullMarked
package io.epmjit.web.internal;

import org.jspecify.annotations.NullMarked;
