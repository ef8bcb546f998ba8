package org.backgroundtasks.faults.app;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import java.util.List;
import org.backgroundtasks.ArgumentUpcaster;

/** Lets the new version run what the old one has stored of a method with a parameter less. */
@ApplicationScoped
public class NewUpcaster implements ArgumentUpcaster {

    @Override
    public boolean handles(String name, List<String> parameterTypes) {
        return name.equals("extended") && parameterTypes.equals(List.of("java.lang.String"));
    }

    @Override
    public JsonArray upcast(JsonArray arguments) {
        return Json.createArrayBuilder(arguments).add(0).build();
    }
}
