package org.backgroundtasks.it;

import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import org.backgroundtasks.Background;

/** A session bean that calls. */
@Stateless
public class OrdersSessionBean {

    @Inject Mails mails;

    public void place(String text, boolean fail) {
        mails.send(text);
        if (fail) {
            throw new IllegalStateException("rejected");
        }
    }

    @Background
    public void weigh(double weight) {}

    @TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
    public void placeWithoutTransaction(String text) {
        mails.send(text);
    }
}
