package org.backgroundtasks.internal.worker.run;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Leaves out of a stack trace what lies below the application's frames: the worker, and what it
 * calls the application through. Nobody can learn anything of it about a body that failed.
 */
final class UserFrames {

    private static final Pattern FRAME = Pattern.compile("\\t+at (?:[^(]*/)?([^(/]+)\\(.*");
    private static final Pattern REST = Pattern.compile("\\t+\\.\\.\\. \\d+ more");
    private static final Pattern WORKER = Pattern.compile("org\\.backgroundtasks\\.internal\\..*");

    /** Threads, reflection, CDI, and the interceptors and session beans of servers. */
    private static final Pattern CALLING =
            Pattern.compile(
                    "(?:java\\.lang\\.Thread\\.|java\\.util\\.concurrent\\.|jdk\\.internal\\.|java\\.lang\\.reflect\\.|java\\.lang\\.invoke\\.|sun\\.reflect\\.|org\\.jboss\\.(?:weld|as|invocation|ejb|msc)\\."
                            + "|org\\.apache\\.(?:webbeans|openejb)\\.|com\\.ibm\\.|io\\.openliberty\\.|com\\.sun\\.|org\\.glassfish\\.|fish\\.payara\\."
                            + "|org\\.wildfly\\.|java\\.security\\.AccessController|jakarta\\.interceptor\\.).*|.*\\$Proxy.*|.*_WeldSubclass.*|.*_ClientProxy.*");

    private UserFrames() {}

    /** The trace of an exception and those of its causes, each without its end. */
    static String of(String trace) {
        List<String> kept = new ArrayList<>();
        int section = 0;
        for (String line : trace.split("\\R")) {
            if (!FRAME.matcher(line).matches() && !REST.matcher(line).matches()) {
                // A message: of the exception, or of the next cause.
                cut(kept.subList(section, kept.size()));
                kept.add(line);
                section = kept.size();
            } else {
                kept.add(line);
            }
        }
        cut(kept.subList(section, kept.size()));
        return String.join("\n", kept) + "\n";
    }

    /** Takes away what called the application, if the worker did and there is anything of it. */
    private static void cut(List<String> frames) {
        int end = frames.size();
        boolean isByWorker = false;
        while (end > 0 && isBelow(frames.get(end - 1))) {
            end--;
            isByWorker |= matches(WORKER, frames.get(end));
        }
        if (end > 0 && isByWorker) {
            frames.subList(end, frames.size()).clear();
        }
    }

    private static boolean isBelow(String line) {
        return REST.matcher(line).matches() || matches(WORKER, line) || matches(CALLING, line);
    }

    private static boolean matches(Pattern pattern, String line) {
        Matcher frame = FRAME.matcher(line);
        return frame.matches() && pattern.matcher(frame.group(1)).matches();
    }
}
