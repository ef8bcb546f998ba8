package org.backgroundtasks.example;

/**
 * What the form sends.
 *
 * @param delaySeconds until the notification, or null for the default of the annotation
 */
public record Registration(String email, Long delaySeconds) {}
