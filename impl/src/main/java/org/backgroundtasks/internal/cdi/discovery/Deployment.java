package org.backgroundtasks.internal.cdi.discovery;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.backgroundtasks.Fair;
import org.backgroundtasks.Limit;
import org.backgroundtasks.Recurring;
import org.backgroundtasks.TaskDeploymentException;
import org.backgroundtasks.Unique;
import org.backgroundtasks.internal.config.FairReader;
import org.backgroundtasks.internal.config.LimitReader;
import org.backgroundtasks.internal.config.OptionsReader;
import org.backgroundtasks.internal.config.RecurringReader;
import org.backgroundtasks.internal.config.Settings;
import org.backgroundtasks.internal.config.SettingsReader;
import org.backgroundtasks.internal.config.UniqueReader;
import org.backgroundtasks.internal.key.KeyTemplate;
import org.backgroundtasks.internal.key.LaneRule;
import org.backgroundtasks.internal.key.UniqueRule;
import org.backgroundtasks.internal.schedule.DeclaredSchedule;
import org.backgroundtasks.internal.task.Signature;
import org.backgroundtasks.internal.task.TaskDefinition;
import org.backgroundtasks.internal.task.TaskOptions;
import org.eclipse.microprofile.config.Config;
import org.jspecify.annotations.Nullable;

/**
 * What was found in a deployment that kept all rules: its settings, its methods, the schedules that
 * they declare, its observers.
 */
public record Deployment(
        Settings settings,
        BackgroundMethods methods,
        List<DeclaredSchedule> schedules,
        ObservedEvents observed) {

    /**
     * Judges what was discovered.
     *
     * @throws TaskDeploymentException with all problems, if there is any
     */
    public static Deployment of(Discovered discovered, Config config, ObservedEvents observed) {
        List<String> problems = new ArrayList<>(discovered.problems());
        Settings settings = new SettingsReader(config, problems).read();
        OptionsReader options = new OptionsReader(config, settings, problems);
        UniqueReader uniques = new UniqueReader(config, problems);
        LimitReader limits = new LimitReader(config, problems);
        FairReader groups = new FairReader(config, problems);
        Map<String, Candidate> byName = new LinkedHashMap<>();
        for (BeanMethod found : discovered.methods()) {
            MethodRules.check(found, problems::add);
            TaskOptions resolved = options.read(found.type(), found.method(), found.annotation());
            byName.merge(
                    resolved.name(),
                    new Candidate(
                            found,
                            resolved,
                            unique(found, uniques),
                            lanes(found, resolved, limits).by(group(found, groups))),
                    (first, second) -> chosen(first, second, problems));
        }
        options.checkMethods();
        uniques.checkMethods();
        limits.checkMethods();
        groups.checkMethods();
        byName.values().forEach(one -> limits.checkShared(one.found().description(), one.lanes()));
        checkEarlierNames(byName.values(), problems);
        RecurringReader recurring = new RecurringReader(config, settings, problems);
        List<DeclaredSchedule> schedules = schedules(byName.values(), recurring, problems);
        recurring.checkMethods();
        if (!problems.isEmpty()) {
            throw new TaskDeploymentException(
                    RuleMessages.MESSAGES.summary(problems.size()), problems);
        }
        discovered.warnings().forEach(CallMessages.LOG::warn);
        Stream.of(
                        options.strayKeys(),
                        uniques.strayKeys(),
                        limits.strayKeys(),
                        groups.strayKeys(),
                        recurring.strayKeys())
                .flatMap(List::stream)
                .forEach(CallMessages.LOG::strayKey);
        return new Deployment(
                settings,
                new BackgroundMethods(
                        byName.values().stream().flatMap(Candidate::accepted).toList(),
                        discovered.produced()),
                schedules,
                observed);
    }

    /** Of two methods of one name, that of the alternative which comes in place of the other. */
    private static Candidate chosen(Candidate first, Candidate second, List<String> problems) {
        if (second.found().isInPlaceOf(first.found())) {
            return second;
        }
        if (!first.found().isInPlaceOf(second.found())) {
            problems.add(
                    RuleMessages.MESSAGES.sameName(
                            first.found().description(),
                            second.found().description(),
                            first.options().name()));
        }
        return first;
    }

    private static UniqueRule unique(BeanMethod found, UniqueReader uniques) {
        return uniques.read(
                found.type(),
                found.method(),
                found.member().getAnnotation(Unique.class),
                found.keyParameters());
    }

    private static LaneRule lanes(BeanMethod found, TaskOptions options, LimitReader limits) {
        return limits.read(
                found.type(),
                found.method(),
                List.copyOf(found.member().getAnnotations(Limit.class)),
                options,
                found.keyParameters());
    }

    private static @Nullable KeyTemplate group(BeanMethod found, FairReader groups) {
        return groups.read(
                found.type(),
                found.method(),
                found.member().getAnnotation(Fair.class),
                found.keyParameters());
    }

    private static List<DeclaredSchedule> schedules(
            Collection<Candidate> candidates, RecurringReader recurring, List<String> problems) {
        Map<String, DeclaredSchedule> byKey = new LinkedHashMap<>();
        for (Candidate one : candidates) {
            Recurring annotation = one.found().member().getAnnotation(Recurring.class);
            if (annotation == null) {
                continue;
            }
            recurring
                    .read(one.found().type(), one.found().method(), annotation, one.options())
                    .ifPresent(
                            declared -> {
                                DeclaredSchedule other =
                                        byKey.putIfAbsent(declared.key(), declared);
                                if (other != null) {
                                    problems.add(
                                            RuleMessages.MESSAGES.sameScheduleKey(
                                                    other.call().invocation().name(),
                                                    declared.call().invocation().name(),
                                                    declared.key()));
                                }
                            });
        }
        return List.copyOf(byKey.values());
    }

    /** A task is run by one method. */
    private static void checkEarlierNames(Collection<Candidate> candidates, List<String> problems) {
        Map<String, Candidate> bySignature = new HashMap<>();
        candidates.forEach(
                one ->
                        bySignature.put(
                                Signature.of(one.options().name(), one.found().parameters()), one));
        for (Candidate one : candidates) {
            for (String name : one.options().formerly()) {
                String signature = Signature.of(name, one.found().parameters());
                Candidate other = bySignature.putIfAbsent(signature, one);
                if (other != null && other != one) {
                    problems.add(
                            RuleMessages.MESSAGES.sameEarlierName(
                                    other.found().description(), one.found().description(), name));
                }
            }
        }
    }

    /** A method that would have a name. */
    private record Candidate(
            BeanMethod found, TaskOptions options, UniqueRule unique, LaneRule lanes) {

        Stream<BackgroundMethod> accepted() {
            TaskDefinition definition =
                    new TaskDefinition(
                            options,
                            found.parameters(),
                            lanes.limits(),
                            lanes.group() != null,
                            found.sharesTransaction());
            return found
                    .view()
                    .map(view -> new BackgroundMethod(definition, unique, lanes, found, view))
                    .stream();
        }
    }
}
