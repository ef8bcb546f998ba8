package org.backgroundtasks.internal.cdi;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.backgroundtasks.TaskDeploymentException;
import org.backgroundtasks.internal.cdi.discovery.BeanMethod;
import org.backgroundtasks.internal.cdi.discovery.Discovered;
import org.backgroundtasks.internal.cdi.discovery.MethodRules;
import org.backgroundtasks.internal.cdi.discovery.RuleMessages;
import org.backgroundtasks.internal.config.OptionsReader;
import org.backgroundtasks.internal.config.Settings;
import org.backgroundtasks.internal.config.SettingsReader;
import org.backgroundtasks.internal.task.TaskDefinition;
import org.backgroundtasks.internal.task.TaskOptions;
import org.eclipse.microprofile.config.Config;

/** What was found in a deployment that kept all rules: its settings and its methods. */
record Deployment(Settings settings, BackgroundMethods methods) {

    /**
     * Judges what was discovered.
     *
     * @throws TaskDeploymentException with all problems, if there is any
     */
    static Deployment of(Discovered discovered, Config config) {
        List<String> problems = new ArrayList<>(discovered.problems());
        Settings settings = new SettingsReader(config, problems).read();
        OptionsReader options = new OptionsReader(config, settings, problems);
        Map<String, BeanMethod> byName = new HashMap<>();
        List<BackgroundMethod> methods = new ArrayList<>();
        for (BeanMethod found : discovered.methods()) {
            MethodRules.check(found, problems::add);
            TaskOptions resolved = options.read(found.type(), found.method(), found.annotation());
            BeanMethod other = byName.putIfAbsent(resolved.name(), found);
            if (other == null) {
                TaskDefinition definition =
                        new TaskDefinition(resolved, found.parameters(), found.sharesTransaction());
                found.view()
                        .map(view -> new BackgroundMethod(definition, found, view))
                        .ifPresent(methods::add);
            } else {
                problems.add(
                        RuleMessages.MESSAGES.sameName(
                                other.description(), found.description(), resolved.name()));
            }
        }
        options.checkMethods();
        if (!problems.isEmpty()) {
            throw new TaskDeploymentException(
                    RuleMessages.MESSAGES.summary(problems.size()), problems);
        }
        discovered.warnings().forEach(CallMessages.LOG::warn);
        options.strayKeys().forEach(CallMessages.LOG::strayKey);
        return new Deployment(settings, new BackgroundMethods(methods));
    }
}
