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

    @Inject Users users;
    @Inject Notifications notifications;
    @Inject TaskScheduler scheduler;

    @POST
    public UserView register(Registration registration) {
        if (registration.email() == null || registration.email().isBlank()) {
            throw new BadRequestException("an e-mail address is needed");
        }
        if (registration.delaySeconds() != null && registration.delaySeconds() < 0) {
            throw new BadRequestException("a delay is zero or more");
        }
        User user = users.add(registration.email().strip());
        TaskId task =
                registration.delaySeconds() == null
                        ? scheduler.enqueue(() -> notifications.notifyUser(user.id()))
                        : scheduler
                                .in(Duration.ofSeconds(registration.delaySeconds()))
                                .enqueue(() -> notifications.notifyUser(user.id()));
        user.notifiedBy(task.toString());
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
