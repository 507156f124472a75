/** For a connector to GitHub Issues, written by the documentation alone. Nothing is here yet. */
@NullMarked
package io.epmjit.example.github;

import org.jspecify.annotations.NullMarked;
