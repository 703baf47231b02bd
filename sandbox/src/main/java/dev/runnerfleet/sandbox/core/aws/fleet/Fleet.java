package dev.runnerfleet.sandbox.core.aws.fleet;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An instant fleet, which is over once it has been answered, but can be described. */
public record Fleet(
    String id,
    FleetOrder order,
    FleetReply reply,
    @Nullable String clientToken,
    Instant createdAt,
    Map<String, String> tags) {

  Fleet tagged(Map<String, String> newTags) {
    return new Fleet(id, order, reply, clientToken, createdAt, newTags);
  }
}
