package org.backgroundtasks.faults.app;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;

/** Everything the WAR answers is under its own name. */
@ApplicationPath("/")
public class Root extends Application {}
