package io.epmjit.bridge;

import io.epmjit.connector.TicketConnector;
import io.epmjit.model.JitEventType;
import io.epmjit.model.WebhookTemplate;
import io.epmjit.webhook.WebhookSource;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The addresses at which a bridge is reached from outside. */
final class PublicUrls {

    private static final String WEBHOOKS = "/webhooks/";
    private static final String IF_MOUNTED = ", if you mount it";

    private final String base;
    private final Map<String, WebhookSource> sources = new LinkedHashMap<>();
    private final List<TicketConnector> connectors;

    PublicUrls(
            @Nullable URI publicUrl,
            Collection<WebhookSource> sources,
            Collection<? extends TicketConnector> trackers) {
        this.base = publicUrl == null ? "" : withoutSlash(publicUrl.toString());
        this.connectors = List.copyOf(trackers);
        sources.forEach(source -> this.sources.put(source.name(), source));
    }

    static URI checked(URI url) {
        boolean isWhole = url.getHost() != null && ("https".equals(url.getScheme()) || "http".equals(url.getScheme()));
        if (!isWhole || url.getRawQuery() != null || url.getRawFragment() != null || url.getRawUserInfo() != null) {
            throw new IllegalArgumentException(
                    "publicUrl must be a whole address without user, query and fragment, such as"
                            + " https://jit.example.com/epm");
        }
        return url.normalize();
    }

    private static String withoutSlash(String url) {
        return url.replaceAll("/+$", "");
    }

    String webhook(String source) {
        if (!sources.containsKey(source)) {
            throw new IllegalArgumentException(
                    "the bridge has no source " + source + "; it has " + String.join(", ", sources.keySet()));
        }
        return base + WEBHOOKS + source;
    }

    Optional<URI> base() {
        return base.isEmpty() ? Optional.empty() : Optional.of(URI.create(base));
    }

    /** The approval page behind a link. */
    String request(String link) {
        return base + "/requests/" + link;
    }

    List<BridgeUrl> all() {
        List<BridgeUrl> urls = new ArrayList<>();
        for (WebhookSource source : sources.values()) {
            String url = webhook(source.name());
            urls.add(new BridgeUrl("webhooks of " + source.name(), url));
            for (JitEventType event : eventsOf(source)) {
                urls.add(new BridgeUrl(
                        "webhooks of " + source.name() + ": " + event.consoleLabel(), url + "/" + event.pathSegment()));
            }
        }
        for (TicketConnector connector : connectors) {
            urls.add(new BridgeUrl(
                    "signed decisions on tickets in " + connector.id() + IF_MOUNTED,
                    base + "/decisions/" + connector.id().value()));
        }
        urls.add(new BridgeUrl("approval pages, each by a link of its own" + IF_MOUNTED, request("")));
        urls.add(new BridgeUrl("the operations page" + IF_MOUNTED, base + "/operations"));
        return List.copyOf(urls);
    }

    List<WebhookSetup> webhookSetups() {
        return sources.values().stream()
                .flatMap(source -> source.templates().stream().map(template -> setup(source, template)))
                .toList();
    }

    private WebhookSetup setup(WebhookSource source, WebhookTemplate template) {
        return new WebhookSetup(
                source.name(),
                template.suggestedName(),
                template.eventLabel(),
                webhook(source.name()) + "/" + template.event().pathSegment(),
                template.text());
    }

    private static Set<JitEventType> eventsOf(WebhookSource source) {
        return source.templates().stream()
                .map(WebhookTemplate::event)
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(JitEventType.class)));
    }
}
