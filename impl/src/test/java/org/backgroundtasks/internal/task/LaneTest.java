package org.backgroundtasks.internal.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Lanes, and their texts. */
class LaneTest {

    private static LimitRule rule(String template) {
        return new LimitRule(template, 1, 0, Duration.ofSeconds(1));
    }

    @Test
    void a_text_says_all() {
        for (Lane lane :
                List.of(
                        new Lane("", List.of()),
                        new Lane("g", List.of()),
                        new Lane("", List.of("a")),
                        new Lane("a group", List.of("a", "b", "{c}")))) {
            assertThat(Lane.of(lane.text())).isEqualTo(lane);
        }
        assertThat(new Lane("", List.of()).text()).isEqualTo(Lane.NONE);
        assertThat(new Lane("-", List.of()).text()).isGreaterThan(Lane.NONE);
    }

    @Test
    void the_longest_fits_its_column() {
        String longest = Lane.key("x".repeat(60), false);
        Lane lane = new Lane("g".repeat(100), Collections.nCopies(LimitRule.MOST, longest));

        assertThat(longest).hasSize(60);
        assertThat(lane.text().length()).isLessThanOrEqualTo(410);
    }

    @Test
    void keys_that_do_not_fit_or_nobody_is_to_see_are_hashed() {
        assertThat(Lane.key("short", false)).isEqualTo("short");
        for (String hidden :
                List.of(
                        Lane.key("x".repeat(61), false),
                        Lane.key("secret", true),
                        Lane.key("two\nlines", false),
                        Lane.key("", false),
                        Lane.key("ends with a blank ", false),
                        Lane.key("\ud800", false))) {
            assertThat(hidden).startsWith("sha256:").hasSize(60);
        }
        assertThat(Lane.key("x".repeat(61), false)).isNotEqualTo(Lane.key("x".repeat(62), false));
    }

    @Test
    void groups_of_texts() {
        for (Lane lane : List.of(new Lane("g", List.of()), new Lane("g", List.of("a", "b")))) {
            assertThat(Lane.groupOf(lane.text())).isEqualTo("g");
            assertThat(lane.text()).isLessThan(Lane.endOf("g"));
        }
        assertThat(Lane.groupOf(Lane.NONE)).isEmpty();
        assertThat(Lane.groupOf("")).isEmpty();
        assertThat(Lane.isGroup("acme")).isTrue();
        assertThat(Lane.isGroup("x".repeat(100))).isTrue();
        for (String wrong : List.of("", " ", "acme ", "a\nb", "x".repeat(101), "\ud800")) {
            assertThat(Lane.isGroup(wrong)).as(wrong).isFalse();
        }
    }

    @Test
    void it_fits_the_limits_of_which_it_may_be() {
        Lane lane = new Lane("", List.of("mail", "42"));

        assertThat(lane.fits(List.of(rule("mail"), rule("{0}")))).isTrue();
        assertThat(lane.fits(List.of(rule("other"), rule("{0}")))).isFalse();
        assertThat(lane.fits(List.of(rule("mail")))).isFalse();
    }
}
