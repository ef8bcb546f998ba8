package org.backgroundtasks.it;

import jakarta.ejb.Stateful;
import org.backgroundtasks.Background;

/** Belongs to a client that no run has. */
@Stateful
public class WrongStatefulBean {

    @Background
    public void ofAClient() {}
}
