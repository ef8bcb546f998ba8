package org.backgroundtasks.internal.store;

import org.jspecify.annotations.Nullable;

/** H2 2.2 and newer. */
final class H2Dialect extends Dialect {

    H2Dialect(@Nullable String schema) {
        super(schema);
    }

    @Override
    String folder() {
        return "h2";
    }

    @Override
    ColumnTypes types() {
        return ColumnTypes.NATIVE;
    }

    @Override
    String now() {
        return "current_timestamp";
    }

    @Override
    String laterBy() {
        return "dateadd(millisecond, ?, current_timestamp)";
    }

    @Override
    String longText() {
        return "cast(? as character large object)";
    }

    @Override
    String schemaPresent() {
        return """
        select count(*) from information_schema.tables
        where upper(?) in (table_name, table_schema || '.' || table_name)
        and (position('.' in ?) > 0 or table_schema = current_schema)
        """;
    }

    @Override
    String schemaExists() {
        return "select count(*) from information_schema.schemata where schema_name = upper(?)";
    }
}
