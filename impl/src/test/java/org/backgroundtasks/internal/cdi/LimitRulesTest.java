package org.backgroundtasks.internal.cdi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.backgroundtasks.internal.cdi.Deployments.deployed;
import static org.backgroundtasks.internal.cdi.Deployments.method;
import static org.backgroundtasks.internal.cdi.Deployments.problems;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import org.backgroundtasks.Background;
import org.backgroundtasks.Limit;
import org.backgroundtasks.Sensitive;
import org.backgroundtasks.internal.cdi.discovery.Deployment;
import org.backgroundtasks.internal.key.LaneRule;
import org.backgroundtasks.internal.task.Lane;
import org.backgroundtasks.internal.task.LimitRule;
import org.junit.jupiter.api.Test;

/** What is checked of limits at deployment. */
class LimitRulesTest {

    @ApplicationScoped
    public static class Jobs {

        @Background(name = "send")
        @Limit(key = "mail-api", concurrency = 3, rate = 100, per = 60)
        @Limit(key = "to-{0}", concurrency = 1)
        public void send(String to) {}

        @Background(name = "alone")
        @Limit(concurrency = 1)
        public void alone() {}

        @Background(name = "secret")
        @Limit(key = "{0}", rate = 1)
        public void secret(@Sensitive String iban) {}

        @Background(name = "plain")
        public void plain() {}
    }

    private static final String SEND = Jobs.class.getName() + "/send/Limit/";
    private static final String ALONE = Jobs.class.getName() + "/alone/Limit/";

    private static LaneRule rule(String name, String... configuration) {
        return method(name, configuration, Jobs.class).lanes();
    }

    private static Lane lane(String name, Object... arguments) {
        return Lane.of(rule(name).lane(arguments));
    }

    @Test
    void what_is_declared() {
        assertThat(rule("send").limits())
                .containsExactly(
                        new LimitRule("mail-api", 3, 100, Duration.ofMinutes(1)),
                        new LimitRule("to-{0}", 1, 0, Duration.ofSeconds(1)));
        assertThat(rule("alone").limits())
                .containsExactly(new LimitRule("alone", 1, 0, Duration.ofSeconds(1)));
        assertThat(rule("plain").isNone()).isTrue();
    }

    @Test
    void lanes_of_calls() {
        assertThat(lane("send", "duke").keys()).containsExactly("mail-api", "to-duke");
        assertThat(lane("send", new Object[] {null}).keys()).containsExactly("mail-api", "to-null");
        assertThat(lane("secret", "DE00").keys().get(0)).startsWith("sha256:");
        assertThat(rule("plain").lane(new Object[0])).isEqualTo(Lane.NONE);
    }

    @Test
    void configuration_comes_before_the_annotation() {
        assertThat(
                        rule(
                                        "alone",
                                        ALONE + "key=other",
                                        ALONE + "concurrency=7",
                                        ALONE + "rate=2",
                                        ALONE + "per=30")
                                .limits())
                .containsExactly(new LimitRule("other", 7, 2, Duration.ofSeconds(30)));
        assertThat(rule("send", SEND + "concurrency=9").limits())
                .extracting(LimitRule::concurrency)
                .containsExactly(9, 9);
    }

    @Test
    void wrong_configuration() {
        assertThat(problems(new String[] {ALONE + "concurrency=-1", ALONE + "per=0"}, Jobs.class))
                .anyMatch(problem -> problem.startsWith("BGTASK000201"))
                .hasSizeGreaterThanOrEqualTo(2);
        assertThat(problems(new String[] {ALONE + "concurrency=0"}, Jobs.class))
                .singleElement()
                .asString()
                .startsWith("BGTASK000210")
                .contains("alone");
        assertThat(problems(new String[] {SEND + "key=same"}, Jobs.class))
                .anyMatch(problem -> problem.startsWith("BGTASK000211"));
        assertThat(problems(new String[] {SEND + "speed=1"}, Jobs.class))
                .singleElement()
                .asString()
                .startsWith("BGTASK000202");
    }

    @ApplicationScoped
    public static class Wrong {

        @Background
        @Limit
        public void nothing() {}

        @Background
        @Limit(concurrency = 1, per = 0)
        public void noTime() {}

        @Background
        @Limit(concurrency = -1)
        public void negative() {}

        @Background
        @Limit(key = "{1}", concurrency = 1)
        public void position(String one) {}

        @Background
        @Limit(key = "{0.size}", concurrency = 1)
        public void property(Integer one) {}

        @Background(batch = 10)
        @Limit(concurrency = 1)
        public void batch() {}

        @Background
        @Limit(key = "1", concurrency = 1)
        @Limit(key = "2", concurrency = 1)
        @Limit(key = "3", concurrency = 1)
        @Limit(key = "4", concurrency = 1)
        @Limit(key = "5", concurrency = 1)
        @Limit(key = "6", concurrency = 1)
        public void many() {}

        @Background
        @Limit(key = "twice", concurrency = 1)
        @Limit(key = "twice", rate = 1)
        public void twice() {}

        @Background
        @Limit(key = "shared", concurrency = 1)
        public void shared() {}

        @Background
        @Limit(key = "shared", concurrency = 2)
        public void sharedOtherwise() {}

        @Limit(concurrency = 1)
        public void noBackground() {}

        @Limit(concurrency = 1)
        @Limit(key = "a", concurrency = 1)
        public void noBackgroundTwice() {}
    }

    @Test
    void wrong_annotations_are_all_told() {
        List<String> problems = problems(new String[] {}, Wrong.class);

        assertThat(problems).anyMatch(is("BGTASK000210", "nothing"));
        assertThat(problems).anyMatch(is("BGTASK000203", "noTime"));
        assertThat(problems).anyMatch(is("BGTASK000203", "negative"));
        assertThat(problems).anyMatch(is("BGTASK000203", "position"));
        assertThat(problems).anyMatch(is("BGTASK000203", "property"));
        assertThat(problems).anyMatch(is("BGTASK000213", "batch"));
        assertThat(problems).anyMatch(is("BGTASK000212", "many"));
        assertThat(problems).anyMatch(is("BGTASK000211", "twice"));
        assertThat(problems).anyMatch(is("BGTASK000214", "shared"));
        assertThat(problems).anyMatch(is("BGTASK000327", "noBackground("));
        assertThat(problems).anyMatch(is("BGTASK000327", "noBackgroundTwice"));
    }

    private static Predicate<String> is(String code, String method) {
        return problem -> problem.startsWith(code) && problem.contains(method);
    }

    @Test
    void limits_of_queues() {
        Deployment deployment =
                deployed(
                        new String[] {
                            "background-tasks.queue.mail.limit=3",
                            "background-tasks.queue.mail.rate=100/PT1M",
                            "background-tasks.queue.slow.rate= 1 / PT0.5S"
                        },
                        Jobs.class);

        assertThat(deployment.settings().worker().queueLimits())
                .containsEntry("mail", new LimitRule("mail", 3, 100, Duration.ofMinutes(1)))
                .containsEntry("slow", new LimitRule("slow", 0, 1, Duration.ofMillis(500)));
    }

    @Test
    void wrong_limits_of_queues() {
        for (String wrong :
                List.of(
                        "limit=0",
                        "limit=-",
                        "rate=100",
                        "rate=0/PT1M",
                        "rate=1/60",
                        "rate=1/PT0S",
                        "rate=/PT1S",
                        "rate=1/P366D")) {
            assertThat(problems(new String[] {"background-tasks.queue.mail." + wrong}, Jobs.class))
                    .as(wrong)
                    .singleElement()
                    .asString()
                    .startsWith("BGTASK000201");
        }
        assertThat(problems(new String[] {"background-tasks.queue.mail.speed=1"}, Jobs.class))
                .singleElement()
                .asString()
                .startsWith("BGTASK000200")
                .contains("queue.<name>.limit");
    }
}
