package dev.runnerfleet.contracts.topic;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.runnerfleet.contracts.WhenAbsent;

/** How a contract is written: ISO 8601 times and durations, absent rather than null. */
public final class Json {

  private Json() {}

  /**
   * A mapper for contracts. A component that is not nullable must be there, unless a {@link
   * WhenAbsent} says what it is where it lacks, so that a reader may be newer than its writers; a
   * field that the reader does not know is ignored, so that a writer may be newer than its readers.
   */
  public static JsonMapper mapper() {
    return JsonMapper.builder()
        .annotationIntrospector(new RequiredUnlessNullable())
        .injectableValues(new ValuesWhenAbsent())
        .addModule(new JavaTimeModule())
        .addModule(new Jdk8Module())
        .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
        .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
        .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
        .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
        .defaultPropertyInclusion(
            JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.NON_NULL))
        .build();
  }
}
