/** For requests as ServiceNow incidents, changes, catalogue tasks and requested items. Nothing is here yet. */
@NullMarked
package io.epmjit.connector.servicenow;

import org.jspecify.annotations.NullMarked;
