package org.backgroundtasks.internal.cdi.discovery;

import java.security.CodeSource;
import java.util.regex.Pattern;

/**
 * Where this library is. In the {@code lib} of an EAR it would have no WAR to be the worker of, and
 * servers start nothing there, or start it in the name of any WAR.
 */
final class Whereabouts {

    /** As Open Liberty has one that it has unpacked, all others, and GlassFish and Payara. */
    private static final Pattern LIB_OF_EAR =
            Pattern.compile("(/\\.cache|\\.ear!?|/applications/[^/]+)/lib/[^/]+$");

    private Whereabouts() {}

    /** The place of the library; empty if nobody tells. */
    static String ofLibrary() {
        CodeSource source = Whereabouts.class.getProtectionDomain().getCodeSource();
        return source == null || source.getLocation() == null
                ? ""
                : source.getLocation().toString();
    }

    static boolean isLibOfEar(String place) {
        return LIB_OF_EAR.matcher(place.replaceFirst("(!?/)+$", "")).find();
    }
}
