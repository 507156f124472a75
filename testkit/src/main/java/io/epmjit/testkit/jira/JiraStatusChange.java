package io.epmjit.testkit.jira;

import java.time.Instant;

/**
 * An issue went from one status to another.
 *
 * @param author the account id of who did it
 */
public record JiraStatusChange(Instant at, String author, String from, String to) {}
