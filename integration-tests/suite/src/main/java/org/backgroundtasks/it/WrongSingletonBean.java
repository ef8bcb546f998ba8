package org.backgroundtasks.it;

import jakarta.ejb.Lock;
import jakarta.ejb.LockType;
import jakarta.ejb.Singleton;
import org.backgroundtasks.Background;

/** Would let callers wait for running bodies. */
@Singleton
public class WrongSingletonBean {

    @Background
    public void locked() {}

    @Background
    @Lock(LockType.READ)
    public void fine() {}
}
