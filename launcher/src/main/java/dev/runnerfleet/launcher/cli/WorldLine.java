package dev.runnerfleet.launcher.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The sandbox's world in a line. */
final class WorldLine {

  private WorldLine() {}

  static boolean hasJobs(JsonNode world) {
    return world.path("jobs").properties().stream().anyMatch(state -> state.getValue().asInt() > 0);
  }

  static String of(Duration elapsed, JsonNode world) {
    return "%3d s   jobs: %-44s machines: %s"
        .formatted(
            elapsed.toSeconds(), counts(world.path("jobs")), counts(world.path("instances")));
  }

  private static String counts(JsonNode byState) {
    List<String> counts = new ArrayList<>();
    for (Map.Entry<String, JsonNode> state : byState.properties()) {
      if (state.getValue().asInt() > 0) {
        counts.add(state.getValue().asInt() + " " + state.getKey());
      }
    }
    return counts.isEmpty() ? "none" : String.join(", ", counts);
  }
}
