package dev.runnerfleet.contracts.topic;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.BeanProperty;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.InjectableValues;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.runnerfleet.contracts.WhenAbsent;
import org.jspecify.annotations.Nullable;

/** Gives a component that a message lacks the value of its {@link WhenAbsent}. */
final class ValuesWhenAbsent extends InjectableValues.Std {

  private static final long serialVersionUID = 1L;
  private static final ObjectMapper JSON = new ObjectMapper();

  @Override
  public Object findInjectableValue(
      DeserializationContext context,
      Object json,
      BeanProperty component,
      @Nullable Object bean,
      @Nullable Boolean optional,
      @Nullable Boolean useInput) {
    try {
      return JSON.readValue((String) json, component.getType());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("@WhenAbsent of " + component.getFullName(), e);
    }
  }
}
