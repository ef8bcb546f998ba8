package org.backgroundtasks.internal;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleName;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.syntax.elements.GivenClassesConjunction;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The map of packages in ARCHITECTURE.md, held. */
@AnalyzeClasses(
        packages = "org.backgroundtasks",
        importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    private static final String ROOT = "org.backgroundtasks.internal.";
    private static final String EVERYWHERE = "org.backgroundtasks.internal..";

    @ArchTest
    static final ArchRule packages_have_no_cycles =
            slices().matching("org.backgroundtasks.internal.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule the_api_knows_nothing_of_the_implementation =
            noClasses()
                    .that()
                    .resideInAnyPackage("org.backgroundtasks", "org.backgroundtasks.event")
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage(EVERYWHERE);

    @ArchTest
    static final ArchRule task_is_pure_java =
            in("task")
                    .should()
                    .onlyDependOnClassesThat()
                    .resideInAnyPackage(
                            "java..", "org.backgroundtasks", "org.jspecify..", ROOT + "task");

    @ArchTest static final ArchRule codec_knows_task_only = knows("codec", "task");

    @ArchTest static final ArchRule recurrence_is_pure_java = knows("schedule", "task");

    @ArchTest
    static final ArchRule config_knows_values_only = knows("config", "task", "schedule", "key");

    @ArchTest static final ArchRule keys_know_arguments_only = knows("key", "task", "codec");

    @ArchTest static final ArchRule the_ports_of_callers_know_task_only = knows("store", "task");

    @ArchTest
    static final ArchRule the_ports_of_schedules_know_values_only =
            knows("store.schedule", "task", "schedule");

    @ArchTest static final ArchRule the_ports_of_keys_know_task_only = knows("store.key", "task");

    @ArchTest static final ArchRule limits_know_task_only = knows("limit", "task");

    @ArchTest
    static final ArchRule the_ports_of_limits_know_values_only =
            knows("store.limit", "task", "limit", "store");

    @ArchTest
    static final ArchRule the_port_of_overviews_knows_values_only =
            knows("store.overview", "task", "limit");

    @ArchTest
    static final ArchRule overviews_know_their_port_only =
            knows("overview", "task", "limit", "store.overview");

    @ArchTest
    static final ArchRule the_ports_of_the_worker_know_task_only =
            knows("store.worker", "task", "store", "store.schedule", "store.key", "store.limit");

    @ArchTest
    static final ArchRule dialects_make_no_statements =
            knows("store.dialect", "task", "config", "store");

    @ArchTest
    static final ArchRule jdbc_knows_no_statements =
            knows("store.jdbc", "task", "store", "store.dialect");

    @ArchTest
    static final ArchRule the_schema_knows_no_tasks =
            knows("store.schema", "config", "store", "store.dialect", "store.jdbc");

    @ArchTest
    static final ArchRule engines_know_no_roles =
            knows(
                    "store.engine",
                    "task",
                    "limit",
                    "store",
                    "store.limit",
                    "store.worker",
                    "store.dialect",
                    "store.jdbc",
                    "store.schema");

    @ArchTest
    static final ArchRule sql_knows_no_entities =
            noClasses()
                    .that()
                    .resideInAPackage(ROOT + "store.sql")
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage(ROOT + "store.jpa");

    @ArchTest
    static final ArchRule what_is_behind_the_ports_is_the_stores_own =
            noClasses()
                    .that()
                    .resideInAPackage(EVERYWHERE)
                    .and()
                    .resideOutsideOfPackage(ROOT + "store..")
                    .should()
                    .dependOnClassesThat(
                            resideInAPackage(ROOT + "store.*")
                                    .or(resideInAPackage(ROOT + "store.sql.*"))
                                    .and(
                                            resideOutsideOfPackages(
                                                    ROOT + "store.worker",
                                                    ROOT + "store.schedule",
                                                    ROOT + "store.key",
                                                    ROOT + "store.limit",
                                                    ROOT + "store.overview"))
                                    .and(not(simpleName("Stores").or(simpleName("Surroundings")))));

    @ArchTest
    static final ArchRule the_worker_is_in_layers =
            layeredArchitecture()
                    .consideringOnlyDependenciesInAnyPackage(ROOT + "worker..")
                    .layer("node")
                    .definedBy(ROOT + "worker.node")
                    .layer("upkeep")
                    .definedBy(ROOT + "worker.upkeep")
                    .layer("schedule")
                    .definedBy(ROOT + "worker.schedule")
                    .layer("key")
                    .definedBy(ROOT + "worker.key")
                    .layer("claim")
                    .definedBy(ROOT + "worker.claim")
                    .layer("limit")
                    .definedBy(ROOT + "worker.limit")
                    .layer("run")
                    .definedBy(ROOT + "worker.run")
                    .layer("queue")
                    .definedBy(ROOT + "worker.queue")
                    .layer("lease")
                    .definedBy(ROOT + "worker.lease")
                    .layer("settle")
                    .definedBy(ROOT + "worker.settle")
                    .layer("event")
                    .definedBy(ROOT + "worker.event")
                    .layer("job")
                    .definedBy(ROOT + "worker.job")
                    .whereLayer("node")
                    .mayNotBeAccessedByAnyLayer()
                    .whereLayer("upkeep")
                    .mayOnlyBeAccessedByLayers("node")
                    .whereLayer("schedule")
                    .mayOnlyBeAccessedByLayers("node")
                    .whereLayer("key")
                    .mayOnlyBeAccessedByLayers("node")
                    .whereLayer("claim")
                    .mayOnlyBeAccessedByLayers("schedule", "key", "node")
                    .whereLayer("limit")
                    .mayOnlyBeAccessedByLayers("claim", "node")
                    .whereLayer("run")
                    .mayOnlyBeAccessedByLayers("claim", "node")
                    .whereLayer("queue")
                    .mayOnlyBeAccessedByLayers("run", "claim", "node")
                    .whereLayer("lease")
                    .mayOnlyBeAccessedByLayers("queue", "run", "claim", "node")
                    .whereLayer("settle")
                    .mayOnlyBeAccessedByLayers("lease", "run", "claim", "node");

    /** Waiting for threads to begin and to leave is not the engine's time. */
    @ArchTest
    static final ArchRule the_engine_is_told_how_time_passes =
            noClasses()
                    .that()
                    .resideInAPackage(ROOT + "worker..")
                    .and()
                    .doNotHaveSimpleName("DedicatedThread")
                    .should()
                    .callMethod(System.class, "nanoTime")
                    .orShould()
                    .callMethod(System.class, "currentTimeMillis")
                    .orShould()
                    .callMethod(Instant.class, "now");

    @ArchTest
    static final ArchRule the_worker_knows_nothing_of_cdi =
            noClasses()
                    .that()
                    .resideInAPackage(ROOT + "worker..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage(ROOT + "cdi..");

    @ArchTest
    static final ArchRule persistence_is_in_the_store_only = only("store", "jakarta.persistence..");

    @ArchTest static final ArchRule jdbc_is_in_the_store_only = only("store", "java.sql..");

    @ArchTest
    static final ArchRule cdi_is_in_cdi_only =
            only(
                    "cdi",
                    "jakarta.enterprise.inject..",
                    "jakarta.enterprise.context..",
                    "jakarta.interceptor..",
                    "jakarta.ejb..");

    @ArchTest
    static final ArchRule json_binding_is_in_the_codec_only = only("codec", "jakarta.json..");

    /** Some servers lack these; each is in a class that is left out there. */
    @ArchTest
    static final ArchRule what_a_server_may_lack_is_apart =
            noClasses()
                    .that()
                    .resideInAPackage(EVERYWHERE)
                    .and()
                    .doNotHaveSimpleName("SecurityContextSource")
                    .and()
                    .doNotHaveSimpleName("WorkerStartup")
                    .and()
                    .doNotHaveSimpleName("SessionBeanRules")
                    .and()
                    .doNotHaveSimpleName("StoreReadiness")
                    .and()
                    .doNotHaveSimpleName("WorkerLiveness")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(
                            "jakarta.security..",
                            "jakarta.ejb..",
                            "org.eclipse.microprofile.health..");

    @ArchTest
    static final ArchRule names_say_what_a_thing_is =
            classes()
                    .that()
                    .resideInAPackage(EVERYWHERE)
                    .should()
                    .haveSimpleNameNotEndingWith("Impl")
                    .andShould()
                    .haveSimpleNameNotEndingWith("Manager")
                    .andShould()
                    .haveSimpleNameNotEndingWith("Helper")
                    .andShould()
                    .haveSimpleNameNotEndingWith("Util");

    @ArchTest
    static final ArchRule cdi_is_in_layers =
            layeredArchitecture()
                    .consideringOnlyDependenciesInAnyPackage(ROOT + "cdi..")
                    .layer("extension")
                    .definedBy(ROOT + "cdi")
                    .layer("call")
                    .definedBy(ROOT + "cdi.call")
                    .layer("node")
                    .definedBy(ROOT + "cdi.node")
                    .layer("server")
                    .definedBy(ROOT + "cdi.server")
                    .layer("discovery")
                    .definedBy(ROOT + "cdi.discovery")
                    .whereLayer("extension")
                    .mayNotBeAccessedByAnyLayer()
                    .whereLayer("call")
                    .mayOnlyBeAccessedByLayers("extension")
                    .whereLayer("node")
                    .mayOnlyBeAccessedByLayers("call")
                    .whereLayer("server")
                    .mayOnlyBeAccessedByLayers("node", "call", "extension");

    /** One with more holds a second concept; that of the API is what users import. */
    @ArchTest
    static void no_package_has_more_than_25_files(JavaClasses all) {
        Map<String, Long> files =
                all.stream()
                        .filter(JavaClass::isTopLevelClass)
                        .filter(one -> !one.getPackageName().equals("org.backgroundtasks"))
                        .collect(
                                Collectors.groupingBy(
                                        JavaClass::getPackageName, Collectors.counting()));
        assertThat(files).allSatisfy((name, count) -> assertThat(count).isLessThanOrEqualTo(25));
    }

    private static GivenClassesConjunction in(String name) {
        return classes().that().resideInAPackage(ROOT + name);
    }

    private static ArchRule knows(String name, String... others) {
        String[] allowed =
                Stream.concat(Stream.of(name, "logging", "time"), Stream.of(others))
                        .map(one -> ROOT + one)
                        .toArray(String[]::new);
        return noClasses()
                .that()
                .resideInAPackage(ROOT + name)
                .should()
                .dependOnClassesThat(
                        resideInAPackage(EVERYWHERE).and(not(resideInAnyPackage(allowed))));
    }

    private static ArchRule only(String name, String... libraries) {
        return noClasses()
                .that()
                .resideInAPackage(EVERYWHERE)
                .and()
                .resideOutsideOfPackages(ROOT + name, ROOT + name + "..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(libraries);
    }
}
