/** For the bridge inside a plain servlet application. Nothing is here yet. */
@NullMarked
package io.epmjit.example.servlet;

import org.jspecify.annotations.NullMarked;
