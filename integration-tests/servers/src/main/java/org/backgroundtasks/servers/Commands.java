package org.backgroundtasks.servers;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Programs that are run to their end. */
final class Commands {

    private Commands() {}

    /**
     * What a command begins with whose program refuses to run as root; in a namespace of its own it
     * is nobody.
     */
    static List<String> asNobody() {
        return System.getProperty("user.name").equals("root")
                ? List.of("unshare", "-U")
                : List.of();
    }

    /** Runs a command, its output appended to a file; returns its exit status. */
    static int run(List<String> command, Map<String, String> environment, Path output)
            throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()));
        builder.environment().putAll(environment);
        Process process = builder.start();
        try {
            if (!process.waitFor(90, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IOException(command + " does not end");
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }
}
