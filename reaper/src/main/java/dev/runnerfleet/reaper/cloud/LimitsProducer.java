package dev.runnerfleet.reaper.cloud;

import dev.runnerfleet.pace.core.Limit;
import dev.runnerfleet.pace.core.Limits;
import dev.runnerfleet.reaper.ReaperConfig;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The limits that the reaper keeps to. Of the actions that the provisioner calls too it takes half,
 * as AWS counts both together and each has buckets of its own.
 */
@ApplicationScoped
class LimitsProducer {

  private static final List<String> SHARED = List.of("describe-instances", "terminate-instances");

  @Produces
  @Singleton
  Limits limits(ReaperConfig config) {
    Map<String, Limit> others = new HashMap<>();
    config
        .ec2()
        .limits()
        .forEach((action, set) -> others.put(action, new Limit(set.burst(), set.perSecond())));
    Limits whole = new Limits(others);
    for (String action : SHARED) {
      Limit limit = whole.of(action);
      others.put(action, new Limit(Math.max(1, limit.capacity() / 2), limit.perSecond() / 2));
    }
    return new Limits(others);
  }
}
