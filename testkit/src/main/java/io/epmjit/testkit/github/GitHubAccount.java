package io.epmjit.testkit.github;

/**
 * Somebody with an account. The token is for tests and secret to nobody.
 *
 * @param login the name
 * @param token a personal access token
 */
public record GitHubAccount(String login, String token) {

    public static GitHubAccount of(String login, String token) {
        return new GitHubAccount(login, token);
    }

    @Override
    public String toString() {
        return login;
    }
}
