package org.backgroundtasks.internal.key;

/** A template that breaks a rule; the message says which, as the end of a sentence. */
public final class KeyTemplateException extends Exception {

    private static final long serialVersionUID = 1L;

    KeyTemplateException(String reason) {
        super(reason, null, false, false);
    }

    /** What is wrong. */
    public String reason() {
        return String.valueOf(getMessage());
    }
}
