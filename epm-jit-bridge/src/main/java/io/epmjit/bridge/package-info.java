/** EPM and a tracker kept in step: the flow of a request from webhook to resolved ticket. */
@HiddenImplementation
@NullMarked
package io.epmjit.bridge;

import org.jspecify.annotations.NullMarked;
