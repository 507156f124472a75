/**
 * Jira Cloud with a service management project, as a real HTTP server: REST API v3 and the service desk API, built from
 * Atlassian's published documents, as strict as the original and with the same surprises.
 */
@NullMarked
package io.epmjit.testkit.jira;

import org.jspecify.annotations.NullMarked;
