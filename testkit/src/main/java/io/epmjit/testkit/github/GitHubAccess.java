package io.epmjit.testkit.github;

/** What a token may do with the issues of the repository, which is private. Each level includes those before it. */
public enum GitHubAccess {

    /** Not even to see that there is such a repository. */
    NONE,

    /** To see the repository, but not its issues: a search finds nothing then, and does not say why. */
    METADATA,

    /** To see issues and comments. */
    READ,

    /** To make, change and close issues, and to comment on them. */
    WRITE
}
