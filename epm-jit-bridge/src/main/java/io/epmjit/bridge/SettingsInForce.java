package io.epmjit.bridge;

import io.epmjit.client.EpmClient;
import io.epmjit.connector.TicketConnector;
import io.epmjit.decision.DecisionPolicy;
import io.epmjit.decision.DecisionRules;
import io.epmjit.ledger.EngineSettings;
import io.epmjit.model.WebhookTemplate;
import io.epmjit.webhook.WebhookSource;
import java.net.URI;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The settings that a bridge works with, by name and without secrets: for the audit trail and for support. */
final class SettingsInForce {

    private final Map<String, String> values = new TreeMap<>();

    SettingsInForce() {
        values.put("epm-jit.version", version());
        values.put("java.version", System.getProperty("java.vendor") + " " + Runtime.version());
    }

    static String version() {
        return Optional.ofNullable(JitBridge.class.getPackage().getImplementationVersion())
                .orElse("unpackaged");
    }

    SettingsInForce publicUrl(@Nullable URI url) {
        values.put(
                "public-url",
                url == null ? "none" : url.getScheme() + "://" + url.getHost() + portOf(url) + url.getRawPath());
        return this;
    }

    private static String portOf(URI url) {
        return url.getPort() < 0 ? "" : ":" + url.getPort();
    }

    SettingsInForce sources(Collection<WebhookSource> sources) {
        for (WebhookSource source : sources) {
            String name = "source." + source.name() + ".";
            values.put(name + "tenant", source.tenantId());
            values.put(name + "max-body-bytes", Integer.toString(source.maxBodyBytes()));
            values.put(
                    name + "templates",
                    source.templates().stream().map(WebhookTemplate::name).collect(Collectors.joining(", ")));
        }
        return this;
    }

    SettingsInForce clients(Map<String, EpmClient> clients) {
        clients.forEach((tenant, epm) -> values.put("epm." + tenant + ".host", epm.host()));
        return this;
    }

    SettingsInForce connectors(Collection<TicketConnector> connectors) {
        for (TicketConnector connector : connectors) {
            String name = "connector." + connector.id().value() + ".";
            values.put(name + "type", connector.getClass().getName());
            values.put(
                    name + "version",
                    Optional.ofNullable(connector.getClass().getPackage().getImplementationVersion())
                            .orElse("unpackaged"));
            connectorsOwn(connector).forEach((key, value) -> values.put(name + key, value));
        }
        return this;
    }

    /** A connector of somebody else's may fail at it; that keeps nobody from starting. */
    private static Map<String, String> connectorsOwn(TicketConnector connector) {
        try {
            return connector.settingsInForce();
        } catch (RuntimeException e) {
            return Map.of("settings", "not told: " + e.getClass().getName());
        }
    }

    SettingsInForce routes(List<Route> routes) {
        for (int i = 0; i < routes.size(); i++) {
            values.put("route." + (i + 1), routes.get(i).toString());
        }
        if (routes.isEmpty()) {
            values.put("route", "every request to every connector");
        }
        return this;
    }

    SettingsInForce policy(DecisionPolicy policy) {
        policy.settingsInForce().forEach((key, value) -> values.put("policy." + key, value));
        return this;
    }

    SettingsInForce rules(DecisionRules rules) {
        values.put("rules", rules.toString());
        return this;
    }

    SettingsInForce engine(EngineSettings engine) {
        values.put("engine", engine.toString());
        return this;
    }

    SettingsInForce epmConsistencyDelay(Duration delay) {
        values.put("epm-consistency-delay", delay.toString());
        return this;
    }

    SettingsInForce retention(RetentionSettings retention) {
        values.put("retention", retention.toString());
        return this;
    }

    /** One setting in each line. */
    String text() {
        return values.entrySet().stream()
                .map(entry -> entry.getKey() + " = " + entry.getValue().replaceAll("\\R", " ") + "\n")
                .collect(Collectors.joining());
    }
}
