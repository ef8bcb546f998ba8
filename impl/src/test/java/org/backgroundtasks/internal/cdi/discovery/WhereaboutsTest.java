package org.backgroundtasks.internal.cdi.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WhereaboutsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "vfs:/content/shop.ear/lib/background-tasks.jar",
                "file:/wlp/workarea/cache/com.ibm.ws.app.manager_1/.cache/lib/background-tasks.jar",
                "vfs:/content/shop.ear/lib/background-tasks.jar/",
                "file:/domain1/applications/shop/lib/background-tasks-0.1.0.jar",
                "jar:file:/apps/shop.ear!/lib/background-tasks.jar!/"
            })
    void the_lib_of_an_ear_is_known(String place) {
        assertThat(Whereabouts.isLibOfEar(place)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "vfs:/content/shop.ear/shop.war/WEB-INF/lib/background-tasks.jar",
                "vfs:/content/shop.war/WEB-INF/lib/background-tasks.jar",
                "file:/wlp/com.ibm.ws.app.manager_1/.cache/.cache/a.war/WEB-INF/lib/background-tasks.jar",
                "file:/domain1/applications/shop/WEB-INF/lib/background-tasks.jar",
                "file:/domain1/applications/shop/shop_war/WEB-INF/lib/background-tasks.jar",
                "file:/home/duke/project/impl/target/classes/",
                "file:/home/duke/lib/background-tasks.jar"
            })
    void nothing_else_is_taken_for_it(String place) {
        assertThat(Whereabouts.isLibOfEar(place)).isFalse();
    }
}
