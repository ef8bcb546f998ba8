package org.backgroundtasks.it;

import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import org.backgroundtasks.Background;

/** Would take its callers out of their transactions. */
@Stateless
public class WrongSessionBean {

    @Background
    @TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
    public void apart() {}
}
