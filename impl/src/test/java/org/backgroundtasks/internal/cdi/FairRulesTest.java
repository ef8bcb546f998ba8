package org.backgroundtasks.internal.cdi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.backgroundtasks.internal.cdi.Deployments.deployed;
import static org.backgroundtasks.internal.cdi.Deployments.method;
import static org.backgroundtasks.internal.cdi.Deployments.problems;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.backgroundtasks.Background;
import org.backgroundtasks.Fair;
import org.backgroundtasks.Limit;
import org.backgroundtasks.Sensitive;
import org.backgroundtasks.internal.config.WorkerSettings;
import org.backgroundtasks.internal.key.LaneRule;
import org.backgroundtasks.internal.task.Lane;
import org.junit.jupiter.api.Test;

/** What is checked of groups at deployment. */
class FairRulesTest {

    /** What groups are made of. */
    public record Order(String tenant, int number) {}

    @ApplicationScoped
    public static class Jobs {

        @Background(name = "report")
        @Fair(by = "{0.tenant}")
        @Limit(key = "order-{0.number}", concurrency = 1)
        public void report(Order order) {}

        @Background(name = "secret")
        @Fair(by = "{0}")
        public void secret(@Sensitive String iban) {}
    }

    private static final String REPORT = Jobs.class.getName() + "/report/Fair/";

    private static LaneRule rule(String name, String... configuration) {
        return method(name, configuration, Jobs.class).lanes();
    }

    private static WorkerSettings settings(String... configuration) {
        return deployed(configuration, Jobs.class).settings().worker();
    }

    @Test
    void lanes_of_calls_begin_with_the_group() {
        assertThat(Lane.of(rule("report").lane(new Object[] {new Order("acme", 7)})))
                .isEqualTo(new Lane("acme", List.of("order-7")));
        assertThat(Lane.of(rule("report").lane(new Object[] {null})).group()).isEqualTo("null");
        assertThat(
                        Lane.of(rule("report").lane(new Object[] {new Order("x".repeat(101), 7)}))
                                .group())
                .startsWith("sha256:");
        assertThat(Lane.of(rule("report").lane(new Object[] {new Order("a\nb", 7)})))
                .satisfies(lane -> assertThat(lane.group()).startsWith("sha256:"))
                .satisfies(lane -> assertThat(lane.keys()).containsExactly("order-7"));
        assertThat(Lane.of(rule("secret").lane(new Object[] {"DE00"})).group())
                .startsWith("sha256:");
    }

    @Test
    void configuration_comes_before_the_annotation() {
        LaneRule rule = rule("report", REPORT + "by=all-{0.number}");

        assertThat(Lane.of(rule.lane(new Object[] {new Order("acme", 7)})).group())
                .isEqualTo("all-7");
    }

    @Test
    void wrong_templates() {
        for (String wrong : List.of("by={1}", "by={0}", "by={0.nobody}", "by={")) {
            assertThat(problems(new String[] {REPORT + wrong}, Jobs.class))
                    .as(wrong)
                    .singleElement()
                    .asString()
                    .startsWith("BGTASK00020")
                    .contains("by");
        }
        assertThat(problems(new String[] {REPORT + "weight=1"}, Jobs.class))
                .singleElement()
                .asString()
                .startsWith("BGTASK000202");
    }

    @ApplicationScoped
    public static class Alone {
        @Fair(by = "{0}")
        public void report(String tenant) {}
    }

    @ApplicationScoped
    public static class Empty {
        @Background
        @Fair(by = "")
        public void report(String tenant) {}
    }

    @Test
    void wrong_annotations() {
        assertThat(problems(new String[0], Alone.class))
                .singleElement()
                .asString()
                .contains("@Fair")
                .contains("@Background");
        assertThat(problems(new String[0], Empty.class))
                .singleElement()
                .asString()
                .startsWith("BGTASK000203");
    }

    @Test
    void weights_of_groups() {
        WorkerSettings settings =
                settings(
                        "background-tasks.queue.reports.weight.acme=3",
                        "background-tasks.queue.reports.weight.acme.de=5",
                        "background-tasks.queue.a.b.weight.c=7",
                        "background-tasks.queue.reports.weight.shop.limit=9");

        assertThat(settings.weightOf("reports", "acme")).isEqualTo(3);
        assertThat(settings.weightOf("reports", "acme.de")).isEqualTo(5);
        assertThat(settings.weightOf("a.b", "c")).isEqualTo(7);
        assertThat(settings.weightOf("reports", "shop.limit")).isEqualTo(9);
        assertThat(settings.queueLimits()).isEmpty();
        assertThat(settings.weightOf("reports", "other")).isEqualTo(1);
        assertThat(settings.weightOf("other", "acme")).isEqualTo(1);
    }

    @Test
    void weights_of_groups_that_are_stored_as_a_hash() {
        String iban = "DE00";
        String stored = Lane.of(rule("secret").lane(new Object[] {iban})).group();

        assertThat(
                        settings("background-tasks.queue.default.weight." + iban + "=4")
                                .weightOf("default", stored))
                .isEqualTo(4);
    }

    @Test
    void wrong_weights() {
        for (String wrong : List.of("0", "-1", "101", "much", "1.5")) {
            assertThat(
                            problems(
                                    new String[] {
                                        "background-tasks.queue.mail.weight.acme=" + wrong
                                    },
                                    Jobs.class))
                    .as(wrong)
                    .singleElement()
                    .asString()
                    .startsWith("BGTASK000201");
        }
        assertThat(problems(new String[] {"background-tasks.queue.mail.weight.=1"}, Jobs.class))
                .singleElement()
                .asString()
                .startsWith("BGTASK000200");
    }
}
