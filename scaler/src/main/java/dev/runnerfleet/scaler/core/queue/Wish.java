package dev.runnerfleet.scaler.core.queue;

import dev.runnerfleet.contracts.PipelineId;
import dev.runnerfleet.contracts.runner.Offering.Market;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a queued job asks for.
 *
 * @param name the job's name in its pipeline, for people
 * @param queuedAt when it became pending, by GitLab's clock
 * @param seenAt when Runnerfleet first heard of it
 */
public record Wish(
    PipelineId pipeline,
    String name,
    Set<String> tags,
    boolean refProtected,
    Instant queuedAt,
    Instant seenAt) {

  public Wish {
    tags = Set.copyOf(tags);
  }

  Wish seenAt(Instant at) {
    return new Wish(pipeline, name, tags, refProtected, queuedAt, at);
  }

  /** The only market that will do; null where any will. */
  public @Nullable Market market() {
    return Asked.market(tags);
  }
}
