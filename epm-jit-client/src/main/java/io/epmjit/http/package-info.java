/** The one HTTP pipeline that every client here uses: log, authorise, retry, decode errors. */
@HiddenImplementation
@NullMarked
package io.epmjit.http;

import org.jspecify.annotations.NullMarked;
