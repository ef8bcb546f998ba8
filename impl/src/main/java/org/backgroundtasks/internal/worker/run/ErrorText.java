package org.backgroundtasks.internal.worker.run;

import java.io.PrintWriter;
import java.io.StringWriter;

/** A failure as it is kept with its task. */
final class ErrorText {

    private static final int LONGEST = 16_000;
    private static final String CUT = "\n... (cut)";

    private ErrorText() {}

    /**
     * The stack trace with its causes, without the frames below the application's, cut to 16,000
     * units of UTF-16, which is what every table can hold, in characters that any database can
     * carry.
     */
    static String of(Throwable failure) {
        try {
            return carried(UserFrames.of(trace(failure)));
        } catch (Error e) {
            // There may be no memory for more.
            return failure.getClass().getName();
        }
    }

    private static String trace(Throwable failure) {
        StringWriter text = new StringWriter();
        try {
            failure.printStackTrace(new PrintWriter(text));
        } catch (RuntimeException | StackOverflowError | LinkageError e) {
            // An exception whose own methods throw must not hide that the task has failed.
            text.append(failure.getClass().getName());
        }
        return text.toString();
    }

    private static String carried(String text) {
        StringBuilder carried = new StringBuilder(Math.min(text.length(), LONGEST));
        shortened(text)
                .codePoints()
                .map(
                        c ->
                                c == 0
                                                || c >= Character.MIN_SURROGATE
                                                        && c <= Character.MAX_SURROGATE
                                        ? '?'
                                        : c)
                .forEach(carried::appendCodePoint);
        return carried.toString();
    }

    /** Half of a character at the cut is no character, and will be replaced like others. */
    private static String shortened(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST - CUT.length()) + CUT;
    }

    /** The text in ASCII, for a database whose encoding lacks some of it. */
    static String plain(String text) {
        return text.replaceAll("[^\\x00-\\x7f]", "?");
    }
}
