package io.epmjit.example.quickstart;

import io.epmjit.decision.DecisionDesk;
import io.epmjit.decision.DecisionProposal;
import io.epmjit.model.AccessDuration;
import io.epmjit.model.JitRequestRef;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;

/** Takes decisions from the keyboard; where there is none, it just waits until the program is ended. */
final class Console {

    private static final String COMMANDS = """
            Type a line:
              approve application|admin REQUEST-ID 30m REASON
              deny application|admin REQUEST-ID REASON
              request application|admin        (only with the EPM that came along)
              quit
            """;

    private final PrintStream out;
    private final DecisionDesk desk;
    private final Consumer<String> requests;

    Console(PrintStream out, DecisionDesk desk, Consumer<String> requests) {
        this.out = out;
        this.desk = desk;
        this.requests = requests;
    }

    void run() throws IOException, InterruptedException {
        out.print(COMMANDS);
        BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset()));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.strip().equals("quit")) {
                return;
            }
            try {
                obey(line.strip());
            } catch (IllegalArgumentException e) {
                out.println(e.getMessage());
            }
        }
        new CountDownLatch(1).await();
    }

    private void obey(String line) {
        List<String> words = List.of(line.split("\\s+", 5));
        if (words.size() >= 5 && words.get(0).equals("approve")) {
            submit(DecisionProposal.approve(request(words), AccessDuration.parse(words.get(3))), words.get(4));
        } else if (words.size() >= 4 && words.get(0).equals("deny")) {
            submit(DecisionProposal.deny(request(words)), String.join(" ", words.subList(3, words.size())));
        } else if (words.size() == 2 && words.get(0).equals("request")) {
            requests.accept(words.get(1));
        } else if (!line.isEmpty()) {
            out.print(COMMANDS);
        }
    }

    private static JitRequestRef request(List<String> words) {
        return switch (words.get(1)) {
            case "application" -> JitRequestRef.application(words.get(2));
            case "admin" -> JitRequestRef.admin(words.get(2));
            default -> throw new IllegalArgumentException("a request is for an application, or admin");
        };
    }

    private void submit(DecisionProposal.Builder proposal, String reason) {
        String approver = System.getProperty("user.name");
        out.println(desk.submit(
                        proposal.by(approver).reason(reason).wayIn("console").build())
                .message());
    }
}
