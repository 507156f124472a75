/** The quickstart: an application and an admin request, from webhook to resolved ticket. */
@NullMarked
package io.epmjit.example.quickstart;

import org.jspecify.annotations.NullMarked;
