/** For BeyondTrust Remote Support sessions on Jira issues. Nothing is here yet. */
@NullMarked
package io.epmjit.connector.remotesupport;

import org.jspecify.annotations.NullMarked;
