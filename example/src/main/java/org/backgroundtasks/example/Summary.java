package org.backgroundtasks.example;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.logging.Logger;
import org.backgroundtasks.Background;
import org.backgroundtasks.OnConflict;
import org.backgroundtasks.Unique;

/** A unique task: however many users register within half a minute, they are counted once. */
@ApplicationScoped
public class Summary {

    private static final Logger LOG = Logger.getLogger(Summary.class.getName());

    @Inject Users users;

    @Background(schedule = 30)
    @Unique(onConflict = OnConflict.KEEP)
    public void count() {
        LOG.info(() -> "There are %d users".formatted(users.count()));
    }
}
