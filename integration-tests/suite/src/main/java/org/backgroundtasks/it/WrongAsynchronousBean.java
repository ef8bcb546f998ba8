package org.backgroundtasks.it;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ejb.Asynchronous;
import jakarta.ejb.Stateless;
import org.backgroundtasks.Background;

/** Its container would move, refuse or not know the methods. */
@Stateless
public class WrongAsynchronousBean {

    @Background
    @Asynchronous
    public void moved() {}

    @Background
    @RolesAllowed("admin")
    public void refused() {}

    @Background
    void unknown() {}
}
