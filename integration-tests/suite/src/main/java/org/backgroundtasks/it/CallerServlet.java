package org.backgroundtasks.it;

import jakarta.inject.Inject;
import jakarta.servlet.annotation.HttpConstraint;
import jakarta.servlet.annotation.ServletSecurity;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.backgroundtasks.TaskScheduler;

/** Stores a task for whoever is logged in, and answers with its id. */
@WebServlet("/call")
@ServletSecurity(@HttpConstraint(rolesAllowed = "**"))
public class CallerServlet extends HttpServlet {

    @Inject private CallerJobs jobs;
    @Inject private TaskScheduler scheduler;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        response.getWriter().print(scheduler.enqueue(() -> jobs.report()));
    }
}
