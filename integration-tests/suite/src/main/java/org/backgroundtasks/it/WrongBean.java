package org.backgroundtasks.it;

import jakarta.enterprise.context.ApplicationScoped;
import org.backgroundtasks.Background;

/** Breaks three rules. */
@ApplicationScoped
public class WrongBean {

    @Background
    public int returning() {
        return 1;
    }

    @Background
    public static void isStatic() {}

    @Background
    public void unbindable(Object anything) {}
}
