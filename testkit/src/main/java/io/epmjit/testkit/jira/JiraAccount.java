package io.epmjit.testkit.jira;

import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.UUID;

/**
 * Somebody with an account at the site: a person, or the account that an integration uses. Its API token is for tests
 * and secret to nobody. Immutable.
 */
public final class JiraAccount {

    private final String accountId;
    private final String email;
    private final String token;
    private final String displayName;
    private final boolean emailShown;

    private JiraAccount(String accountId, String email, String token, String displayName, boolean emailShown) {
        this.accountId = accountId;
        this.email = email;
        this.token = token;
        this.displayName = displayName;
        this.emailShown = emailShown;
    }

    /** An account that is known by this address and token, with an account id made from the address. */
    public static JiraAccount of(String email, String displayName, String token) {
        UUID id = UUID.nameUUIDFromBytes(email.getBytes(StandardCharsets.UTF_8));
        return new JiraAccount("712020:" + id, email, token, displayName, true);
    }

    /** This account with its address hidden from others, as Atlassian's profile settings allow. */
    public JiraAccount withHiddenEmail() {
        return new JiraAccount(accountId, email, token, displayName, false);
    }

    public String accountId() {
        return accountId;
    }

    public String email() {
        return email;
    }

    /** The API token: the password of basic authentication. */
    public String token() {
        return token;
    }

    public String displayName() {
        return displayName;
    }

    boolean emailShown() {
        return emailShown;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof JiraAccount that && accountId.equals(that.accountId);
    }

    @Override
    public int hashCode() {
        return Objects.hash(accountId);
    }

    @Override
    public String toString() {
        return displayName + " (" + accountId + ")";
    }
}
