package org.backgroundtasks.internal.config;

import org.jspecify.annotations.Nullable;

/**
 * Where tasks are stored.
 *
 * @param dataSource its JNDI name
 * @param databaseSchema the schema of the tables, or null for the connection's own
 * @param application whose tasks these are, among those that share the tables; empty for none
 */
public record StoreSettings(
        String dataSource,
        SchemaMode schema,
        @Nullable String databaseSchema,
        String application) {}
