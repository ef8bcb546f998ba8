package org.backgroundtasks.internal.worker.run;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class UserFramesTest {

    @Test
    void a_trace_ends_with_the_application() {
        assertThat(
                        UserFrames.of(
                                """
                                java.lang.IllegalStateException: of two
                                lines
                                \tat com.acme.Mail.send(Mail.java:10)
                                \tat java.base/java.util.ArrayList.forEach(ArrayList.java:1511)
                                \tat com.acme.Jobs.run(Jobs.java:20)
                                \tat java.base/jdk.internal.reflect.DirectMethodHandleAccessor.invoke(X.java:103)
                                \tat java.base/java.lang.reflect.Method.invoke(Method.java:580)
                                \tat deployment.jobs.war//org.backgroundtasks.internal.cdi.call.BackgroundInterceptor.run(B.java:31)
                                \tat org.jboss.weld.core@5.1.2//org.jboss.weld.proxies.X.run(X.java)
                                \tat com.acme.Jobs$Proxy$_$$_WeldClientProxy.run(Unknown Source)
                                \tat java.base/java.lang.Thread.run(Thread.java:840)
                                Caused by: java.io.IOException: gone
                                \tat com.acme.Net.read(Net.java:7)
                                \tat com.acme.Mail.send(Mail.java:9)
                                \t... 60 more
                                \tSuppressed: java.lang.Exception: too
                                \t\tat com.acme.Net.close(Net.java:8)
                                \t\tat org.backgroundtasks.internal.worker.run.Execution.run(Execution.java:9)
                                \t\t... 61 more
                                """))
                .isEqualTo(
                        """
                        java.lang.IllegalStateException: of two
                        lines
                        \tat com.acme.Mail.send(Mail.java:10)
                        \tat java.base/java.util.ArrayList.forEach(ArrayList.java:1511)
                        \tat com.acme.Jobs.run(Jobs.java:20)
                        Caused by: java.io.IOException: gone
                        \tat com.acme.Net.read(Net.java:7)
                        \tat com.acme.Mail.send(Mail.java:9)
                        \t... 60 more
                        \tSuppressed: java.lang.Exception: too
                        \t\tat com.acme.Net.close(Net.java:8)
                        """);
    }

    @Test
    void what_the_application_calls_stays() {
        assertThat(
                        UserFrames.of(
                                """
                                java.lang.NullPointerException: name
                                \tat java.base/java.util.Objects.requireNonNull(Objects.java:233)
                                \tat org.backgroundtasks.internal.cdi.call.Request.queue(Request.java:20)
                                \tat com.acme.Jobs.run(Jobs.java:42)
                                \tat org.backgroundtasks.internal.worker.run.Execution.run(Execution.java:9)
                                \tat java.base/java.util.concurrent.ThreadPoolExecutor.runWorker(T.java:1136)
                                \tat java.base/java.lang.Thread.run(Thread.java:840)
                                """))
                .endsWith("\tat com.acme.Jobs.run(Jobs.java:42)\n");
    }

    @Test
    void what_failed_below_the_application_is_told_whole() {
        String trace =
                """
                java.lang.NullPointerException
                \tat org.jboss.weld.Something.get(Something.java:3)
                \tat org.backgroundtasks.internal.cdi.call.BeanBodies.invoke(BeanBodies.java:40)
                \tat org.backgroundtasks.internal.worker.run.Execution.run(Execution.java:9)
                \tat java.base/java.lang.Thread.run(Thread.java:840)
                """;

        assertThat(UserFrames.of(trace)).isEqualTo(trace);
    }
}
