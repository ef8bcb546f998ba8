package org.backgroundtasks.example;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;

/** The resources of the page. */
@ApplicationPath("api")
public class ExampleApplication extends Application {}
