/** The endpoints and pages for people: decisions, approval and operations. None is here yet. */
@NullMarked
package io.epmjit.web;

import org.jspecify.annotations.NullMarked;
