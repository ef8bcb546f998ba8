package org.backgroundtasks.benchmarks.app;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;

/** Where the application is found. */
@ApplicationPath("/")
public class Root extends Application {}
