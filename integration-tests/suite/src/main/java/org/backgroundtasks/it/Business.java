package org.backgroundtasks.it;

import jakarta.ejb.Local;

/** The view of a session bean. */
@Local
public interface Business {

    void run(String text);
}
