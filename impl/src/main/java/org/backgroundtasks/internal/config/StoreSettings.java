package org.backgroundtasks.internal.config;

import org.jspecify.annotations.Nullable;

/**
 * Where tasks are stored.
 *
 * @param dataSource its JNDI name
 * @param databaseSchema the schema of the tables, or null for the connection's own
 */
public record StoreSettings(
        String dataSource, SchemaMode schema, @Nullable String databaseSchema) {}
