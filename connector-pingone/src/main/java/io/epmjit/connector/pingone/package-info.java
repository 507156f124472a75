/** For PingOne Privilege requests as Jira tasks. Nothing is here yet. */
@NullMarked
package io.epmjit.connector.pingone;

import org.jspecify.annotations.NullMarked;
