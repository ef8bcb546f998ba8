package org.backgroundtasks.example;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.BadRequestException;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Duration;
import java.util.List;
import org.backgroundtasks.TaskId;
import org.backgroundtasks.TaskScheduler;

/** What the page talks to. The user and the task are stored in one transaction: both or neither. */
@Path("users")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@ApplicationScoped
@Transactional
public class UserResource {

    private static final long LONGEST_DELAY = 365 * 24 * 60 * 60;
    private static final int LONGEST_EMAIL = 254;

    @Inject Users users;
    @Inject Notifications notifications;
    @Inject Summary summary;
    @Inject TaskScheduler scheduler;

    @POST
    public UserView register(Registration registration) {
        if (registration == null
                || registration.email() == null
                || registration.email().isBlank()
                || registration.email().length() > LONGEST_EMAIL) {
            throw new BadRequestException("an e-mail address of at most 254 characters is needed");
        }
        Long delay = registration.delaySeconds();
        if (delay != null && (delay < 0 || delay > LONGEST_DELAY)) {
            throw new BadRequestException("a delay is from zero seconds to a year");
        }
        User user = users.add(registration.email().strip());
        TaskId task =
                delay == null
                        ? scheduler.enqueue(() -> notifications.notifyUser(user.id()))
                        : scheduler
                                .in(Duration.ofSeconds(delay))
                                .enqueue(() -> notifications.notifyUser(user.id()));
        user.notifiedBy(task.toString());
        summary.count();
        return view(user);
    }

    @GET
    public List<UserView> list() {
        return users.newest().stream().map(this::view).toList();
    }

    private UserView view(User user) {
        return UserView.of(user, scheduler.find(TaskId.of(user.taskId())));
    }
}
