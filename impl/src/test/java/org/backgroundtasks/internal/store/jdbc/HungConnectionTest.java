package org.backgroundtasks.internal.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.agroal.api.AgroalDataSource;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.backgroundtasks.TaskStoreException;
import org.backgroundtasks.internal.config.SchemaMode;
import org.backgroundtasks.internal.config.StoreSettings;
import org.backgroundtasks.internal.store.jpa.Stores;
import org.backgroundtasks.internal.store.worker.ClaimStore;
import org.backgroundtasks.internal.store.worker.LeaseStore;
import org.backgroundtasks.internal.store.worker.SettleStore;
import org.backgroundtasks.internal.store.worker.UpkeepStore;
import org.backgroundtasks.internal.task.Lease;
import org.backgroundtasks.internal.task.Outcome;
import org.backgroundtasks.internal.task.TaskIds;
import org.backgroundtasks.testing.FreezingProxy;
import org.backgroundtasks.testing.TestDatabase;
import org.backgroundtasks.testing.TestProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A database that has gone without closing its connections. */
class HungConnectionTest {

    private static final Duration STATEMENT = Duration.ofSeconds(1);

    private final ScheduledExecutorService watch = Executors.newScheduledThreadPool(1);

    @AfterEach
    void stopWatching() {
        watch.shutdownNow();
    }

    @Test
    void a_statement_ends_when_the_database_has_fallen_silent() throws Exception {
        TestProvider.HIBERNATE.install();
        Lease lease = new Lease(TaskIds.next(), 1);
        try (FreezingProxy proxy = new FreezingProxy(TestDatabase.serverPort());
                AgroalDataSource dataSource = TestDatabase.POSTGRESQL.open(proxy);
                Stores stores =
                        Stores.open(
                                TestProvider.HIBERNATE.around(dataSource),
                                new StoreSettings("unused", SchemaMode.CREATE, null, ""),
                                "node",
                                STATEMENT)) {
            ClaimStore claims = stores.worker().claims();
            SettleStore settling = stores.worker().settling();
            LeaseStore leases = stores.worker().leases();
            UpkeepStore upkeep = stores.worker().upkeep();
            claims.snapshot();
            watch.scheduleWithFixedDelay(upkeep::abortOverdue, 0, 100, TimeUnit.MILLISECONDS);

            for (Callable<?> statement :
                    List.<Callable<?>>of(
                            claims::snapshot,
                            () -> leases.renew(List.of(lease), Duration.ofSeconds(3)),
                            () -> settling.settle(lease, new Outcome.Failed("e")))) {
                proxy.freeze();
                long begun = System.nanoTime();

                assertThatThrownBy(statement::call).isInstanceOf(TaskStoreException.class);

                assertThat(Duration.ofNanos(System.nanoTime() - begun))
                        .isBetween(STATEMENT, STATEMENT.multipliedBy(4));
                proxy.thaw();
                dataSource.flush(AgroalDataSource.FlushMode.ALL);
                await().ignoreExceptions().until(() -> claims.snapshot() != null);
            }
        }
    }
}
