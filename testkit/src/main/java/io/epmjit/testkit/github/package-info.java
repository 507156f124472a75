/** GitHub as a real HTTP server: the part of its REST API that deals with issues. */
@NullMarked
package io.epmjit.testkit.github;

import org.jspecify.annotations.NullMarked;
