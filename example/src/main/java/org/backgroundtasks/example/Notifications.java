package org.backgroundtasks.example;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.backgroundtasks.Background;

/** The background task: a call of the method is stored, and the method runs a minute later. */
@ApplicationScoped
public class Notifications {

    @Inject Users users;

    @Background(schedule = 60)
    public void notifyUser(long userId) {
        users.find(userId).email("Here is a notification", "You have been notified");
    }
}
