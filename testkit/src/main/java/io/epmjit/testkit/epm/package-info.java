/**
 * BeyondTrust EPM as far as its management API and its webhooks are publicly known: {@link
 * io.epmjit.testkit.epm.FakeEpm}. What nobody knows can be switched.
 */
@NullMarked
package io.epmjit.testkit.epm;

import org.jspecify.annotations.NullMarked;
