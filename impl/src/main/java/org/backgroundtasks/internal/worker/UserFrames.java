package org.backgroundtasks.internal.worker;

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

    /** Reflection, CDI, and the interceptors and session beans of servers. */
    private static final Pattern CALLING =
            Pattern.compile(
                    "(?:jdk\\.internal\\.|java\\.lang\\.reflect\\.|java\\.lang\\.invoke\\.|sun\\.reflect\\.|org\\.jboss\\.(?:weld|as|invocation|ejb|msc)\\."
                            + "|org\\.apache\\.(?:webbeans|openejb)\\.|com\\.ibm\\.|io\\.openliberty\\.|com\\.sun\\.|org\\.glassfish\\.|fish\\.payara\\."
                            + "|org\\.wildfly\\.|java\\.security\\.AccessController|jakarta\\.interceptor\\.).*|.*\\$Proxy.*|.*_WeldSubclass.*|.*_ClientProxy.*");

    private UserFrames() {}

    /** The trace of an exception and those of its causes, each without its end. */
    static String of(String trace) {
        List<String> kept = new ArrayList<>();
        int section = 0;
        boolean isCut = false;
        for (String line : trace.split("\\R")) {
            Matcher frame = FRAME.matcher(line);
            boolean isFrame = frame.matches();
            if (!isFrame && !REST.matcher(line).matches()) {
                // A message: of the exception, or of the next cause.
                kept.add(line);
                section = kept.size();
                isCut = false;
            } else if (!isCut) {
                isCut = isFrame && WORKER.matcher(frame.group(1)).matches() && cut(kept, section);
                if (!isCut) {
                    kept.add(line);
                }
            }
        }
        return String.join("\n", kept) + "\n";
    }

    /**
     * Takes away what called the application; returns whether anything of the application is left,
     * or there was nothing but what is called by the worker itself.
     */
    private static boolean cut(List<String> kept, int section) {
        int end = kept.size();
        while (end > section && matches(CALLING, kept.get(end - 1))) {
            end--;
        }
        boolean isAnyLeft = end > section && !matches(WORKER, kept.get(end - 1));
        if (isAnyLeft) {
            kept.subList(end, kept.size()).clear();
        }
        return isAnyLeft;
    }

    private static boolean matches(Pattern pattern, String line) {
        Matcher frame = FRAME.matcher(line);
        return frame.matches() && pattern.matcher(frame.group(1)).matches();
    }
}
