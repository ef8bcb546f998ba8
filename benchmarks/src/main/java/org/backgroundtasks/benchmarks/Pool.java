package org.backgroundtasks.benchmarks;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import org.backgroundtasks.servers.Postgres;

/** Connections for those who bring none of their own. */
final class Pool {

    private Pool() {}

    static HikariDataSource open(Postgres postgres, int size) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(postgres.url() + "?reWriteBatchedInserts=true&ApplicationName=rival");
        config.setUsername("postgres");
        config.setPassword("postgres");
        config.setMaximumPoolSize(size);
        return new HikariDataSource(config);
    }
}
