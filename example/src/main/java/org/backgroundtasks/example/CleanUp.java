package org.backgroundtasks.example;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.backgroundtasks.Background;
import org.backgroundtasks.Recurring;

/** A recurring task: it is stored each night, once however many servers there are. */
@ApplicationScoped
public class CleanUp {

    private static final int MOST_USERS = 1_000;

    @Inject Users users;

    @Background
    @Recurring(cron = "0 3 * * *", zone = "Europe/Berlin")
    public void forgetOldUsers() {
        users.keepNewest(MOST_USERS);
    }
}
