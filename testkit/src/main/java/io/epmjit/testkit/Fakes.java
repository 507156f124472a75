package io.epmjit.testkit;

import io.epmjit.testkit.epm.EpmEvent;
import io.epmjit.testkit.epm.EpmWebhook;
import io.epmjit.testkit.epm.FakeEpm;
import io.epmjit.testkit.jira.FakeJira;
import io.epmjit.testkit.server.Journal;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/**
 * The fakes as a program, for clients in other processes and other languages: starts them, prints where they are and how
 * to get in as {@code NAME=value} lines, then {@code READY}, and runs until it is ended. {@code --help} tells the options.
 */
public final class Fakes {

    private static final String WEBHOOK_USER = "epm-webhook";
    private static final String WEBHOOK_PASSWORD = "webhook-password";
    private static final String CONSOLE_USER = "console.user@acme.example";

    private final FakesOptions options;
    private final PrintStream out;

    private Fakes(FakesOptions options, PrintStream out) {
        this.options = options;
        this.out = out;
    }

    /** Starts the program. */
    public static void main(String[] arguments) {
        FakesOptions options;
        try {
            options = FakesOptions.parse(List.of(arguments));
        } catch (IllegalArgumentException wrong) {
            System.err.println(wrong.getMessage());
            System.err.println(FakesOptions.HELP);
            System.exit(2);
            return;
        }
        if (options.help()) {
            System.out.println(FakesOptions.HELP);
            return;
        }
        new Fakes(options, System.out).run();
    }

    private void run() {
        try (FakeJira jira = startJira();
                FakeEpm epm = startEpm()) {
            tell(jira);
            tell(epm);
            seed(epm);
            out.println("READY");
            out.flush();
            obey(epm);
        }
    }

    private FakeJira startJira() {
        return FakeJira.builder()
                .port(options.jiraPort())
                .searchDelay(options.searchDelay())
                .journal(journal("jira"))
                .start();
    }

    private FakeEpm startEpm() {
        return FakeEpm.builder()
                .port(options.epmPort())
                .secondDecision(options.secondDecision())
                .journal(journal("epm"))
                .start();
    }

    private Journal journal(String of) {
        return options.journal().map(file -> Journal.to(file, of)).orElseGet(Journal::none);
    }

    private void tell(FakeJira jira) {
        out.println("JIRA_URL=" + jira.url());
        out.println("JIRA_USER=" + jira.account().email());
        out.println("JIRA_TOKEN=" + jira.account().token());
        out.println("JIRA_PROJECT=" + jira.serviceDesk().key());
        out.println("JIRA_ISSUE_TYPE=" + jira.serviceDesk().issueType());
        out.println("JIRA_FIELD=" + FakeJira.STAMP_FIELD);
    }

    private void tell(FakeEpm epm) {
        out.println("EPM_URL=" + epm.url());
        out.println("EPM_CLIENT_ID=" + epm.clientId());
        out.println("EPM_CLIENT_SECRET=" + epm.clientSecret());
        out.println("EPM_TENANT_ID=" + epm.tenantId());
        options.webhookUrl().ifPresent(url -> {
            out.println("WEBHOOK_URL=" + url);
            out.println("WEBHOOK_USER=" + WEBHOOK_USER);
            out.println("WEBHOOK_PASSWORD=" + WEBHOOK_PASSWORD);
            register(epm, url);
        });
    }

    private static void register(FakeEpm epm, URI url) {
        for (EpmEvent event : EpmEvent.values()) {
            epm.registerWebhook(EpmWebhook.on(event, url)
                    .basic(WEBHOOK_USER, WEBHOOK_PASSWORD)
                    .build());
        }
    }

    private void seed(FakeEpm epm) {
        for (int i = 0; i < options.pending(); i++) {
            epm.requestApplication();
            epm.requestAdmin();
        }
    }

    /** Somebody at the keyboard, or a script, can act as EPM's users and as the people at its console. */
    private void obey(FakeEpm epm) {
        try (BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                out.println(answer(epm, List.of(line.strip().split("\\s+", -1))));
                out.flush();
            }
            new CountDownLatch(1).await();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    private static String answer(FakeEpm epm, List<String> words) {
        String command = words.get(0) + "/" + (words.size() - 1);
        try {
            return switch (command) {
                case "application/0" -> "REQUEST_ID=" + epm.requestApplication().requestId();
                case "admin/0" -> "REQUEST_ID=" + epm.requestAdmin().requestId();
                case "approve/2" ->
                    "STATUS="
                            + epm.console()
                                    .approve(words.get(1), words.get(2), CONSOLE_USER)
                                    .status();
                case "deny/1" ->
                    "STATUS=" + epm.console().deny(words.get(1), CONSOLE_USER).status();
                default -> "ERROR=say application, admin, approve REQUEST_ID DURATION, or deny REQUEST_ID";
            };
        } catch (IllegalArgumentException wrong) {
            return "ERROR=" + wrong.getMessage();
        }
    }
}
