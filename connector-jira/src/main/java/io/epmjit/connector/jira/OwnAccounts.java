package io.epmjit.connector.jira;

import io.epmjit.http.CallOptions;
import java.util.HashSet;
import java.util.Set;

/** The accounts under which this connector works, or has worked. What others wrote is not its own, whatever it says. */
final class OwnAccounts {

    private final Set<String> accountIds;

    private OwnAccounts(Set<String> accountIds) {
        this.accountIds = accountIds;
    }

    static OwnAccounts of(JiraClient jira, JiraSettings settings, CallOptions options) {
        Set<String> accountIds = new HashSet<>(settings.formerAccounts());
        accountIds.add(jira.myself(options).accountId());
        return new OwnAccounts(accountIds);
    }

    boolean include(JiraAccount account) {
        return accountIds.contains(account.accountId());
    }
}
