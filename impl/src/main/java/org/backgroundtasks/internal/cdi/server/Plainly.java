package org.backgroundtasks.internal.cdi.server;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;

/** What an operator reads on a console. */
public final class Plainly {

    /** A chain of causes can be a circle. */
    private static final int MOST_CAUSES = 10;

    private static final String AUDIT = "AUDIT";
    private static final Logger CONSOLE = Logger.getLogger("org.backgroundtasks");

    private Plainly() {}

    /** In one line: what failed, and the causes below it, each text once. */
    public static String why(Throwable failure) {
        Set<String> texts = new LinkedHashSet<>();
        Throwable at = failure;
        for (int depth = 0; at != null && depth < MOST_CAUSES; depth++, at = at.getCause()) {
            String text = at.getMessage() == null ? at.getClass().getName() : at.getMessage();
            String one = text.strip().replaceAll("\\s*[\\r\\n]+\\s*", " ");
            if (texts.stream().noneMatch(other -> other.contains(one))) {
                texts.add(one);
            }
        }
        return String.join("; ", texts);
    }

    /**
     * Where the server has a level of its own for it: Open Liberty shows no INFO on its console.
     */
    public static void announce(String text) {
        CONSOLE.log(audit(), text);
    }

    private static Level audit() {
        return isOpenLiberty() ? Level.parse(AUDIT) : Level.INFO;
    }

    /** It has a level of its own. */
    public static boolean isOpenLiberty() {
        try {
            Level.parse(AUDIT);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
