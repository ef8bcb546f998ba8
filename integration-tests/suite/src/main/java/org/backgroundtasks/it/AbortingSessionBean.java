package org.backgroundtasks.it;

import jakarta.ejb.Stateless;
import org.backgroundtasks.Background;

/** A session bean whose exception the container wraps. */
@Stateless
public class AbortingSessionBean {

    @Background(abortOn = IllegalArgumentException.class)
    public void aborting() {
        throw new IllegalArgumentException("wrapped by the container");
    }
}
