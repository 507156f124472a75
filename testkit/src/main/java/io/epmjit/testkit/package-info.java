/**
 * EPM and Jira as real HTTP servers with state, a request log and fault switches; they know nothing of the code
 * they test.
 */
@NullMarked
package io.epmjit.testkit;

import org.jspecify.annotations.NullMarked;
