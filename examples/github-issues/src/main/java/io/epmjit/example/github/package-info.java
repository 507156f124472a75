/** A connector to GitHub's issues, written by {@code docs/writing-a-connector.md} alone. */
@NullMarked
package io.epmjit.example.github;

import org.jspecify.annotations.NullMarked;
