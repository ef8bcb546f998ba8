package org.backgroundtasks.internal.store.worker;

/** How many READY tasks of one name and signature wait in a queue to be claimed. */
public record Waiting(String name, String signature, String queue, long count) {}
