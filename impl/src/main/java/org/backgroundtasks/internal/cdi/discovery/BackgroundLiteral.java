package org.backgroundtasks.internal.cdi.discovery;

import jakarta.enterprise.util.AnnotationLiteral;
import org.backgroundtasks.Background;

/** The binding of the interceptor; its members are nonbinding, so the defaults stand for all. */
public final class BackgroundLiteral extends AnnotationLiteral<Background> implements Background {

    public static final BackgroundLiteral INSTANCE = new BackgroundLiteral();

    private static final long serialVersionUID = 1L;

    private BackgroundLiteral() {}

    @Override
    public String name() {
        return "";
    }

    @Override
    public long schedule() {
        return 0;
    }

    @Override
    public String queue() {
        return "default";
    }

    @Override
    public int priority() {
        return 0;
    }

    @Override
    public int maxAttempts() {
        return 0;
    }

    @Override
    public String[] formerly() {
        return new String[0];
    }

    @Override
    public String[] backoff() {
        return new String[0];
    }

    @Override
    @SuppressWarnings("unchecked")
    public Class<? extends Throwable>[] abortOn() {
        return new Class[0];
    }

    @Override
    public long timeout() {
        return 0;
    }

    @Override
    public int batch() {
        return 1;
    }
}
