package dev.runnerfleet.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Panels of the shipped dashboard: Grafana drops what shares an id, and draws what overlaps anew.
 */
class DashboardTest {

  @Test
  void shouldGiveEachPanelAnIdAndAPlaceOfItsOwn() throws IOException {
    // Given
    JsonNode dashboard =
        new ObjectMapper()
            .readTree(
                Repository.root().resolve("deploy/grafana/dashboards/runnerfleet.json").toFile());

    // When
    List<Integer> ids = new ArrayList<>();
    Set<String> taken = new HashSet<>();
    List<String> overlapping = new ArrayList<>();
    for (JsonNode panel : dashboard.path("panels")) {
      ids.add(panel.path("id").asInt());
      JsonNode place = panel.path("gridPos");
      for (int x = 0; x < place.path("w").asInt(); x++) {
        for (int y = 0; y < place.path("h").asInt(); y++) {
          String cell = (place.path("x").asInt() + x) + "," + (place.path("y").asInt() + y);
          if (!taken.add(cell)) {
            overlapping.add(panel.path("title").asText());
          }
        }
      }
    }

    // Then
    assertThat(ids).hasSizeGreaterThan(20).doesNotHaveDuplicates();
    assertThat(overlapping).isEmpty();
  }
}
