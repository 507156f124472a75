/** Requests as issues of Jira Cloud. */
@NullMarked
package io.epmjit.connector.jira;

import org.jspecify.annotations.NullMarked;
