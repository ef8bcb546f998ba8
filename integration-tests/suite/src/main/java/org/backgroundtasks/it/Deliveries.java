package org.backgroundtasks.it;

import jakarta.ejb.EJB;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.backgroundtasks.Background;
import org.backgroundtasks.TaskContext;

/** A CDI bean whose task calls a session bean. */
@ApplicationScoped
public class Deliveries {

    @EJB private OrdersSessionBean orders;
    @Inject private TaskContext task;

    /** The first attempt fails after the session bean's work, which was part of its transaction. */
    @Background
    public void deliver(String text) {
        orders.place(text, false);
        if (task.attempt() == 1) {
            throw new IllegalStateException("rolls the order back");
        }
    }
}
