package org.backgroundtasks.it;

import jakarta.ejb.Local;

/** A view of a session bean whose parameter has another type than the method's. */
@Local
public interface GenericBusiness<T> {

    void handle(T value);
}
