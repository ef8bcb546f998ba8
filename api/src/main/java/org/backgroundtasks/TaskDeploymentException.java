package org.backgroundtasks;

import java.util.List;

/**
 * The wrong uses that were found in a deployment, all of them together. Each names the method or
 * the configuration key, the rule and the repair.
 */
public final class TaskDeploymentException extends BackgroundTaskException {

    private static final long serialVersionUID = 1L;

    private final List<String> problems;

    /**
     * Reports problems.
     *
     * @param summary the coded first line
     * @param problems one coded message each
     */
    public TaskDeploymentException(String summary, List<String> problems) {
        super(summary + "\n  " + String.join("\n  ", problems));
        this.problems = List.copyOf(problems);
    }

    /**
     * The problems, in the order in which they were found.
     *
     * @return one coded message each
     */
    public List<String> problems() {
        return problems;
    }

    /**
     * Without frames: those of the container would hide the message, and there is nothing to learn
     * from them.
     */
    @Override
    public synchronized Throwable fillInStackTrace() {
        return this;
    }
}
