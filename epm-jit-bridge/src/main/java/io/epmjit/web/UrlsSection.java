package io.epmjit.web;

import io.epmjit.bridge.WebhookSetup;
import io.epmjit.endpoint.EndpointResponse;
import io.epmjit.web.internal.Block;
import io.epmjit.web.internal.Cell;
import java.util.ArrayList;
import java.util.List;

/** Where the bridge is reached, and what to enter in EPM's console. */
final class UrlsSection implements Section {

    @Override
    public String name() {
        return "urls";
    }

    @Override
    public EndpointResponse show(OperationsVisit visit) {
        List<Block> blocks = new ArrayList<>();
        if (visit.bridge().publicUrl().isEmpty()) {
            blocks.add(new Block.Finding(
                    "",
                    visit.text("urls.no-public-url"),
                    List.of(Cell.of(visit.text("urls.no-public-url.text"))),
                    List.of()));
        }
        blocks.add(new Block.Words(visit.text("urls.intro")));
        List<WebhookSetup> setups = visit.bridge().webhookSetups();
        for (int i = 0; i < setups.size(); i++) {
            WebhookSetup setup = setups.get(i);
            blocks.add(new Block.Heading("webhook-" + i, setup.event()));
            blocks.add(new Block.Summary(
                    "webhook-" + i + "-facts",
                    List.of(
                            new Block.Fact(visit.text("webhook.name"), Cell.of(setup.name())),
                            new Block.Fact(visit.text("webhook.event"), Cell.of(setup.event())),
                            new Block.Fact(visit.text("webhook.url"), Cell.of(setup.url())),
                            new Block.Fact(visit.text("webhook.source"), Cell.of(setup.source())))));
            String label = visit.text("webhook.template", setup.name());
            blocks.add(new Block.Folded("fold-" + i, label, new Block.Quote("template-" + i, label, setup.template())));
        }
        blocks.add(new Block.Table(
                "urls",
                visit.text("urls.caption"),
                List.of(visit.text("column.purpose"), visit.text("column.url")),
                visit.bridge().urls().stream()
                        .map(url -> List.of(visit.english(url.purpose()), Cell.of(url.url())))
                        .toList(),
                "",
                ""));
        return visit.page(visit.text("nav.urls"), blocks);
    }
}
