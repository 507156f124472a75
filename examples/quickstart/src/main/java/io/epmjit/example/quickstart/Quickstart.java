package io.epmjit.example.quickstart;

import io.epmjit.model.EpmJitException;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;

/** The whole way once: a request from EPM's webhook to a closed Jira ticket. {@code --help} says more. */
public final class Quickstart {

    private static final String HELP = """
            The epm-jit quickstart: a bridge between EPM and Jira, behind Jetty, with its ledger in one SQLite file.

            Without settings it brings an EPM and a Jira of its own, plays one application request and one admin
            request from webhook to closed ticket, and stays up for you to try more, on the pages whose addresses it
            prints. They take everybody on this machine for one demo user.

              QUICKSTART_EXIT=1   end after the two requests; exit status 0 if all went well
              DECISION_KEY=…      take decisions that are signed with this key (whsec_ and base64), see docs/decisions.md
              --lose-replies      let the reply to the first ticket and to the first decision get lost on the way

            With EPM_SERVICE_HOST_NAME it talks to your systems instead, and waits for webhooks:

              EPM_SERVICE_HOST_NAME, EPM_CLIENT_ID, EPM_CLIENT_SECRET   the API account (JIT: Full Access)
              EPM_TENANT_ID                                             the tenant whose webhooks are taken
              JIRA_URL, JIRA_EMAIL, JIRA_API_TOKEN                      the Jira account
              JIRA_PROJECT_KEY, JIRA_ISSUE_TYPE_NAME, JIRA_CUSTOM_FIELD_ID
              WEBHOOK_USER, WEBHOOK_PASSWORD                            what you set up in EPM's webhook settings
              PUBLIC_URL                                                where EPM reaches this program, over https
              DIRECTORY_DOMAIN, DIRECTORY_SUFFIX                        such as ACME and acme.example, so that ACME\\jdoe
                                                                        is known to be jdoe@acme.example
              PORT (8080), LISTEN (127.0.0.1), LEDGER (jit.db), DECISION_KEY   optional

            Put a proxy in front of it that ends TLS and lets nothing else through: EPM's credentials come in here. It has
            no pages then, for it signs nobody in; docs/pages.md tells how an application of yours does.

            docs/connector-jira.md has all of Jira's settings. The URL for EPM is printed at the start.
            """;

    private Quickstart() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        List<String> options = List.of(args);
        if (options.contains("--help") || options.contains("-h")) {
            System.out.print(HELP);
            return;
        }
        if (!List.of("--lose-replies").containsAll(options)) {
            System.err.println("There is no such option: " + options + "; --help lists them");
            System.exit(2);
        }
        System.setProperty("org.jboss.logging.provider", "slf4j"); // hibernate-validator's logs go where ours go
        System.exit(run(options, System.getenv(), System.out));
    }

    private static int run(List<String> options, Map<String, String> environment, PrintStream out)
            throws IOException, InterruptedException {
        try {
            if (environment.containsKey("EPM_SERVICE_HOST_NAME")) {
                RealSystems.run(environment, out);
            } else {
                try (Demo demo = Demo.start(
                        out, options.contains("--lose-replies"), SignedCalls.from(environment))) {
                    demo.play();
                    if (!"1".equals(environment.get("QUICKSTART_EXIT"))) {
                        demo.stayUp();
                    }
                }
            }
            return 0;
        } catch (EpmJitException | IllegalArgumentException | IllegalStateException e) {
            out.println("FAIL " + e.getMessage());
            return 1;
        }
    }
}
