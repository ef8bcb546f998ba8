package org.backgroundtasks.internal.codec;

import jakarta.json.bind.adapter.JsonbAdapter;
import java.time.Year;

/** JSON-B has no mapping for {@link Year}; Yasson writes it as a bean that it cannot read. */
public final class YearAdapter implements JsonbAdapter<Year, Integer> {

    @Override
    public Integer adaptToJson(Year year) {
        return year.getValue();
    }

    @Override
    public Year adaptFromJson(Integer value) {
        return Year.of(value);
    }
}
