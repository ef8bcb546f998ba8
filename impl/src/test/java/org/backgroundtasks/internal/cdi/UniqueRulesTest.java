package org.backgroundtasks.internal.cdi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.backgroundtasks.internal.cdi.Deployments.deployed;
import static org.backgroundtasks.internal.cdi.Deployments.problems;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.backgroundtasks.Background;
import org.backgroundtasks.OnConflict;
import org.backgroundtasks.Sensitive;
import org.backgroundtasks.Unique;
import org.backgroundtasks.Until;
import org.backgroundtasks.internal.cdi.discovery.BackgroundMethod;
import org.backgroundtasks.internal.cdi.discovery.BackgroundMethods;
import org.backgroundtasks.internal.key.UniqueRule;
import org.backgroundtasks.internal.task.TaskDefinition;
import org.junit.jupiter.api.Test;

/** What is checked of unique tasks at deployment. */
class UniqueRulesTest {

    @ApplicationScoped
    public static class Jobs {

        @Background(name = "reindex")
        @Unique(key = "{0}", onConflict = OnConflict.REPLACE, until = Until.STARTED, period = 3_600)
        public void reindex(long id, String reason) {}

        @Background(name = "secret")
        @Unique(key = "{0}")
        public void secret(@Sensitive String iban) {}

        @Background(name = "all")
        @Unique
        public void all(int number) {}

        @Background(name = "plain")
        public void plain(Set<String> texts) {}
    }

    private static final String REINDEX = Jobs.class.getName() + "/reindex/Unique/";

    private static UniqueRule rule(String name, String... configuration) {
        BackgroundMethods methods = deployed(configuration, Jobs.class).methods();
        return methods.definitions().signatures().stream()
                .map(methods.definitions()::require)
                .filter(definition -> definition.name().equals(name))
                .map((TaskDefinition definition) -> methods.of(definition))
                .map(BackgroundMethod::unique)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void what_is_declared() {
        UniqueRule rule = rule("reindex");

        assertThat(rule.isDeclared()).isTrue();
        assertThat(rule.onConflict()).isEqualTo(OnConflict.REPLACE);
        assertThat(rule.until()).isEqualTo(Until.STARTED);
        assertThat(rule.period()).isEqualTo(Duration.ofHours(1));
        assertThat(rule.key(new Object[] {5L, "why"}, "[5,\"why\"]").text()).isEqualTo("5");
        assertThat(rule("all").key(new Object[] {5}, "[5]").text()).isEqualTo("[5]");
        assertThat(rule("secret").key(new Object[] {"DE00"}, "[\"DE00\"]").text())
                .startsWith("sha256:");
        assertThat(rule("plain").isDeclared()).isFalse();
    }

    @Test
    void configuration_comes_before_the_annotation() {
        UniqueRule rule =
                rule(
                        "reindex",
                        REINDEX + "key={1}",
                        REINDEX + "onConflict=fail",
                        REINDEX + "until=ENDED",
                        REINDEX + "period=0");

        assertThat(rule.key(new Object[] {5L, "why"}, "[]").text()).isEqualTo("why");
        assertThat(rule.onConflict()).isEqualTo(OnConflict.FAIL);
        assertThat(rule.until()).isEqualTo(Until.ENDED);
        assertThat(rule.period()).isZero();
    }

    @Test
    void wrong_configuration() {
        assertThat(
                        problems(
                                new String[] {
                                    REINDEX + "key={2}",
                                    REINDEX + "onConflict=MAYBE",
                                    REINDEX + "period=-1",
                                    REINDEX + "kye={0}",
                                    Jobs.class.getName() + "/plain/Unique/key={0}"
                                },
                                Jobs.class))
                .hasSize(5)
                .satisfiesOnlyOnce(one -> assertThat(one).contains("the last of which is {1}"))
                .satisfiesOnlyOnce(one -> assertThat(one).contains("BGTASK000202"))
                .satisfiesOnlyOnce(one -> assertThat(one).contains("BGTASK000204"));
    }

    @ApplicationScoped
    public static class Wrong {

        @Background
        @Unique(key = "{1}")
        public void position(int number) {}

        @Background
        @Unique(key = "{0.name}")
        public void property(String text) {}

        @Background
        @Unique(key = "{0}")
        public void type(Map<String, String> map) {}

        @Background
        @Unique
        public void withoutOrder(Map<String, String> map) {}

        @Background
        @Unique(period = -1)
        public void period() {}

        @Unique
        public void noTask() {}
    }

    @Test
    void wrong_annotations() {
        assertThat(problems(new String[0], Wrong.class))
                .hasSize(6)
                .satisfiesOnlyOnce(
                        one -> assertThat(one).contains("position").contains("BGTASK000203"))
                .satisfiesOnlyOnce(
                        one -> assertThat(one).contains("Wrong.property").contains("BGTASK000203"))
                .satisfiesOnlyOnce(
                        one -> assertThat(one).contains(".type").contains("BGTASK000203"))
                .satisfiesOnlyOnce(
                        one -> assertThat(one).contains("withoutOrder").contains("BGTASK000209"))
                .satisfiesOnlyOnce(
                        one -> assertThat(one).contains("period").contains("BGTASK000203"))
                .satisfiesOnlyOnce(
                        one -> assertThat(one).contains("noTask").contains("BGTASK000327"));
    }
}
