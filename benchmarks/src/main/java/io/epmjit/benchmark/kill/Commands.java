package io.epmjit.benchmark.kill;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The numbered lines that a child process obeys, each with one line of that number for an answer, until its parent is gone. */
final class Commands {

    /** Does what a line says. */
    interface Obedience {
        String obey(List<String> words) throws Exception;
    }

    private Commands() {}

    static void obey(Obedience servant) throws IOException {
        PrintStream out = System.out;
        out.println("READY");
        try (BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                int number = line.indexOf(' ');
                out.println(line.substring(0, number) + " "
                        + answer(servant, List.of(line.substring(number + 1).split(" ", -1))));
                out.flush();
            }
        }
    }

    private static String answer(Obedience servant, List<String> words) {
        try {
            return servant.obey(words);
        } catch (Exception e) {
            return "ERROR " + e.toString().replaceAll("\\R", " ");
        }
    }
}
