package org.backgroundtasks.it;

import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.transaction.UserTransaction;
import java.io.IOException;

/** Calls tasks of its WAR, and tells how many have run. */
@WebServlet("/ear")
public class EarServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;

    @Inject private transient EarJobs jobs;
    @Inject private transient UserTransaction transaction;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        String calls = request.getParameter("calls");
        if (calls == null) {
            response.getWriter().println("in its context: " + jobs.runsInContext());
            return;
        }
        try {
            // Nothing can run before the commit, unless it is not stored.
            transaction.begin();
            for (int i = 0; i < Integer.parseInt(calls); i++) {
                jobs.run(i);
            }
            response.getWriter().println("at once: " + jobs.runsInContext());
            transaction.commit();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
