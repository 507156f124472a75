package io.epmjit.example.quickstart;

import io.epmjit.client.EpmClient;
import io.epmjit.endpoint.EndpointRequest;
import io.epmjit.model.AccessDuration;
import io.epmjit.model.Decision;
import io.epmjit.model.JitEvent;
import io.epmjit.model.WebhookTemplate;
import io.epmjit.webhook.Secret;
import io.epmjit.webhook.WebhookArrival.Accepted;
import io.epmjit.webhook.WebhookAuthentication;
import io.epmjit.webhook.WebhookSource;

/** The README's example, here to be compiled. */
final class ReadmeExample {

    private ReadmeExample() {}

    static void decide(EndpointRequest request, Secret webhookPassword, EpmClient epm) {
        // readme:start
        WebhookSource acme = WebhookSource.of("acme")
                .tenantId("7f3a51e0")
                .authentication(WebhookAuthentication.basic("epm", webhookPassword))
                .templates(WebhookTemplate.serviceNowGuide())
                .build();
        // Authentic, of this tenant, and nothing in it is forged:
        if (acme.accept(request) instanceof Accepted webhook) {
            JitEvent event = webhook.event();
            // … and once somebody who may has said yes:
            Decision decision = Decision.approve(AccessDuration.minutes(30))
                    .by("a.lee")
                    .reason("change CHG0042")
                    .build();
            epm.decide(event.request(), decision);
        }
        // readme:end
    }
}
