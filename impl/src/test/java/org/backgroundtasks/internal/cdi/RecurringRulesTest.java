package org.backgroundtasks.internal.cdi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.backgroundtasks.internal.cdi.Deployments.NO_CONFIGURATION;
import static org.backgroundtasks.internal.cdi.Deployments.assertProblem;
import static org.backgroundtasks.internal.cdi.Deployments.deployed;
import static org.backgroundtasks.internal.cdi.Deployments.problems;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.backgroundtasks.Background;
import org.backgroundtasks.Missed;
import org.backgroundtasks.Overlap;
import org.backgroundtasks.Recurring;
import org.backgroundtasks.Schedule;
import org.backgroundtasks.TaskCallException;
import org.backgroundtasks.internal.schedule.DeclaredSchedule;
import org.junit.jupiter.api.Test;

/** What {@code @Recurring} may say, where it may stand, and what configuration makes of it. */
class RecurringRulesTest {

    @ApplicationScoped
    static class Jobs {
        @Background(queue = "nightly", priority = 7)
        @Recurring(
                cron = "0 3 * * *",
                zone = "Europe/Berlin",
                missed = Missed.SKIP,
                overlap = Overlap.WAIT,
                jitter = 30,
                key = "cleaning")
        public void cleanUp() {}

        @Background(name = "beat")
        @Recurring(every = "PT10M")
        public void beat() {}

        @Background
        public void plain() {}
    }

    private static final String CLEAN_UP = Jobs.class.getName() + "/cleanUp/Recurring/";

    @Test
    void what_is_declared() {
        List<DeclaredSchedule> schedules = deployed(Jobs.class).schedules();

        assertThat(schedules)
                .extracting(DeclaredSchedule::schedule)
                .containsExactlyInAnyOrder(
                        Schedule.cron("0 3 * * *")
                                .zone(ZoneId.of("Europe/Berlin"))
                                .missed(Missed.SKIP)
                                .overlap(Overlap.WAIT)
                                .jitter(Duration.ofSeconds(30)),
                        Schedule.every(Duration.ofMinutes(10)).zone(ZoneId.of("UTC")));
        assertThat(schedules)
                .extracting(DeclaredSchedule::key)
                .containsExactlyInAnyOrder("cleaning", "beat");
        assertThat(schedules)
                .filteredOn(one -> one.key().equals("cleaning"))
                .extracting(DeclaredSchedule::call)
                .allMatch(call -> call.queue().equals("nightly") && call.priority() == 7);
    }

    @Test
    void equal_declarations_have_one_definition_and_others_another() {
        DeclaredSchedule one = deployed(Jobs.class).schedules().get(0);
        DeclaredSchedule same = deployed(Jobs.class).schedules().get(0);
        DeclaredSchedule other =
                new DeclaredSchedule(
                        one.key(), one.call(), one.schedule().jitter(Duration.ofSeconds(1)));

        assertThat(one.definition()).hasSize(32).isEqualTo(same.definition());
        assertThat(one.definition()).isNotEqualTo(other.definition());
    }

    private static List<DeclaredSchedule> configured(String... configuration) {
        return deployed(configuration, Jobs.class).schedules();
    }

    @Test
    void configuration_comes_before_the_annotation() {
        List<DeclaredSchedule> schedules =
                configured(
                        CLEAN_UP + "cron=0 4 * * *",
                        CLEAN_UP + "zone=America/New_York",
                        CLEAN_UP + "missed=once",
                        "background-tasks.zone=Asia/Tokyo");

        assertThat(schedules)
                .extracting(DeclaredSchedule::schedule)
                .contains(
                        Schedule.cron("0 4 * * *")
                                .zone(ZoneId.of("America/New_York"))
                                .overlap(Overlap.WAIT)
                                .jitter(Duration.ofSeconds(30)),
                        Schedule.every(Duration.ofMinutes(10)).zone(ZoneId.of("Asia/Tokyo")));
    }

    @Test
    void a_configured_pace_takes_the_place_of_a_declared_expression() {
        assertThat(configured(CLEAN_UP + "every=PT1H"))
                .filteredOn(one -> one.key().equals("cleaning"))
                .extracting(one -> one.schedule().expression())
                .containsExactly("PT1H");
    }

    @Test
    void a_dash_switches_it_off() {
        assertThat(configured(CLEAN_UP + "cron=-"))
                .extracting(DeclaredSchedule::key)
                .containsExactly("beat");
        assertThat(configured(Jobs.class.getName() + "/beat/Recurring/every=-"))
                .extracting(DeclaredSchedule::key)
                .containsExactly("cleaning");
    }

    @Test
    void wrong_configuration() {
        assertThat(
                        problems(
                                new String[] {
                                    CLEAN_UP + "cron=0 25 * * *",
                                    CLEAN_UP + "zone=Europe/Atlantis",
                                    CLEAN_UP + "overlap=MAYBE",
                                    CLEAN_UP + "jitter=-1",
                                    CLEAN_UP + "crom=0 4 * * *",
                                    Jobs.class.getName() + "/plain/Recurring/cron=0 4 * * *",
                                    "background-tasks.zone=Nowhere"
                                },
                                Jobs.class))
                .hasSize(7)
                .satisfiesOnlyOnce(one -> assertThat(one).contains("700"))
                .satisfiesOnlyOnce(one -> assertThat(one).contains("BGTASK000202"))
                .satisfiesOnlyOnce(one -> assertThat(one).contains("BGTASK000204"));
    }

    @ApplicationScoped
    static class NeverFires {
        @Background
        @Recurring(cron = "0 0 30 2 *")
        public void run() {}
    }

    @ApplicationScoped
    static class UnknownZone {
        @Background
        @Recurring(cron = "0 0 * * *", zone = "Europe/Atlantis")
        public void run() {}
    }

    @ApplicationScoped
    static class TooOften {
        @Background
        @Recurring(every = "PT0.999S")
        public void run() {}
    }

    @ApplicationScoped
    static class NoDuration {
        @Background
        @Recurring(every = "10m")
        public void run() {}
    }

    @ApplicationScoped
    static class Both {
        @Background
        @Recurring(cron = "0 0 * * *", every = "PT1H")
        public void run() {}
    }

    @ApplicationScoped
    static class Neither {
        @Background
        @Recurring
        public void run() {}
    }

    @ApplicationScoped
    static class WithParameters {
        @Background
        @Recurring(every = "PT1H")
        public void run(int number) {}
    }

    @ApplicationScoped
    static class WithoutBackground {
        @Recurring(every = "PT1H")
        public void run() {}
    }

    @ApplicationScoped
    static class SameKey {
        @Background
        @Recurring(every = "PT1H", key = "cleaning")
        public void run() {}
    }

    @ApplicationScoped
    static class LongJitter {
        @Background
        @Recurring(every = "PT1H", jitter = 86_401)
        public void run() {}
    }

    @ApplicationScoped
    static class WrongKey {
        @Background
        @Recurring(every = "PT1H", key = "a\nb")
        public void run() {}
    }

    @Test
    void what_it_may_not_say() {
        assertProblem("BGTASK000203", "fits no time", NeverFires.class);
        assertProblem("BGTASK000203", "Europe/Atlantis", UnknownZone.class);
        assertProblem("BGTASK000203", "PT0.999S", TooOften.class);
        assertProblem("BGTASK000203", "PT10M", NoDuration.class);
        assertProblem("BGTASK000208", "Both.run", Both.class);
        assertProblem("BGTASK000207", "Neither.run", Neither.class);
        assertProblem("BGTASK000203", "86401", LongJitter.class);
        assertProblem("BGTASK000203", "a key", WrongKey.class);
    }

    @Test
    void where_it_may_not_stand() {
        assertProblem("BGTASK000327", "WithoutBackground.run()", WithoutBackground.class);
        assertProblem("BGTASK000328", "WithParameters.run", WithParameters.class);
        assertProblem("BGTASK000329", "cleaning", Jobs.class, SameKey.class);
    }

    @Test
    void all_problems_are_told_together() {
        assertThat(
                        problems(
                                NO_CONFIGURATION,
                                NeverFires.class,
                                Neither.class,
                                WithoutBackground.class))
                .hasSize(3);
    }

    @Test
    void values_of_the_api_are_checked_by_the_library_beside_it() {
        assertThatThrownBy(() -> Schedule.cron("0 0 30 2 *"))
                .isInstanceOf(TaskCallException.class)
                .hasMessageStartingWith("BGTASK000700");
        assertThatThrownBy(() -> Schedule.every(Duration.ofMillis(999)))
                .hasMessageStartingWith("BGTASK000701");
        assertThatThrownBy(() -> Schedule.cron(null)).hasMessageContaining("705");
        assertThatThrownBy(() -> Schedule.cron("@daily").jitter(Duration.ofDays(2)))
                .hasMessageContaining("704");
        assertThat(Schedule.cron("@daily").zone(ZoneOffset.UTC).zone()).isEqualTo(ZoneOffset.UTC);
    }
}
