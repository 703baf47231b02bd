package dev.runnerfleet.contracts.topic;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.runnerfleet.contracts.demand.DemandEvent;
import dev.runnerfleet.contracts.launch.LaunchCommand;
import dev.runnerfleet.contracts.pool.PoolSpec;
import dev.runnerfleet.contracts.retire.RetireCommand;
import dev.runnerfleet.contracts.runner.RunnerEvent;
import java.util.List;
import java.util.function.Function;

/**
 * A Kafka topic: its name with the version in it, what its values are, and what keys them. Values
 * are JSON; a message's type stands in the value as {@code type} and in the header {@code ce_type}.
 *
 * @param partitions how many partitions a service creates the topic with where it is missing
 * @param compacted whether the broker keeps the last value of each key for ever
 */
public record Topic<T>(
    String name, Class<T> valueType, int partitions, boolean compacted, Function<T, String> keyOf) {

  public static final Topic<DemandEvent> DEMAND_EVENTS =
      new Topic<>("demand-events.v1", DemandEvent.class, 12, false, e -> e.job().toString());
  public static final Topic<LaunchCommand> LAUNCH_COMMANDS =
      new Topic<>("launch-commands.v1", LaunchCommand.class, 6, false, c -> c.domain().toString());
  public static final Topic<RetireCommand> RETIRE_COMMANDS =
      new Topic<>("retire-commands.v1", RetireCommand.class, 12, false, c -> c.runner().toString());
  public static final Topic<RunnerEvent> RUNNER_EVENTS =
      new Topic<>("runner-events.v1", RunnerEvent.class, 12, false, RunnerEvent::key);
  public static final Topic<PoolSpec> POOLS =
      new Topic<>("pools.v1", PoolSpec.class, 1, true, p -> p.name().toString());

  private static final JsonMapper JSON = Json.mapper();

  public static List<Topic<?>> all() {
    return List.of(DEMAND_EVENTS, LAUNCH_COMMANDS, RETIRE_COMMANDS, RUNNER_EVENTS, POOLS);
  }

  /** Where messages go that nobody can read, with the reason in their headers. */
  public String deadLetterName() {
    return name + ".dlq";
  }

  public String key(T value) {
    return keyOf.apply(value);
  }

  public String encode(T value) {
    try {
      return JSON.writerFor(valueType).writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A message of " + name + " cannot be written", e);
    }
  }

  /**
   * Reads a value.
   *
   * @throws UnreadableMessageException when it is not JSON, of no known type, or breaks a rule of
   *     its type
   */
  public T decode(String json) {
    try {
      T value = JSON.readValue(json, valueType);
      if (value == null) {
        throw new UnreadableMessageException("the value is null");
      }
      return value;
    } catch (JsonProcessingException e) {
      throw new UnreadableMessageException(e.getOriginalMessage(), e);
    }
  }
}
