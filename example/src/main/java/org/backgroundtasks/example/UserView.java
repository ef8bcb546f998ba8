package org.backgroundtasks.example;

import java.util.Optional;
import org.backgroundtasks.TaskInfo;

/** A line of the page's table: a user and the task that notifies. */
public record UserView(
        long id,
        String email,
        String mail,
        String state,
        String runAt,
        String finishedAt,
        int attempts) {

    static UserView of(User user, Optional<TaskInfo> task) {
        return new UserView(
                user.id(),
                user.email(),
                user.mail(),
                task.map(info -> info.state().name()).orElse("PRUNED"),
                task.map(info -> info.runAt().toString()).orElse(null),
                task.map(TaskInfo::finishedAt).map(Object::toString).orElse(null),
                task.map(TaskInfo::attempts).orElse(0));
    }
}
