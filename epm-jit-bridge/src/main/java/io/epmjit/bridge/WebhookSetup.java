package io.epmjit.bridge;

import java.util.Objects;

/**
 * What an administrator enters in the webhook settings of EPM's console, so that it sends one event to the bridge.
 * Credentials are not among it.
 *
 * @param source the source that the webhook belongs to
 * @param name a Name to give, such as {@code Jira - App Access - Create}
 * @param event the Event to choose, such as {@code JIT Application Access Ticket Created}
 * @param url the URL; only its path below your mount, while no {@code publicUrl} is set
 * @param template the text of the payload: the very one that the source expects
 */
public record WebhookSetup(String source, String name, String event, String url, String template) {

    public WebhookSetup {
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(event, "event");
        Objects.requireNonNull(url, "url");
        Objects.requireNonNull(template, "template");
    }
}
