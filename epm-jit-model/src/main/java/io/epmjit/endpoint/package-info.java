/**
 * HTTP requests and answers without a framework, so that the same endpoint runs in a servlet container, in Spring,
 * or in a test.
 */
@NullMarked
package io.epmjit.endpoint;

import org.jspecify.annotations.NullMarked;
