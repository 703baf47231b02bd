package dev.runnerfleet.contracts.topic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.runnerfleet.contracts.JobId;
import dev.runnerfleet.contracts.ProjectId;
import dev.runnerfleet.contracts.demand.JobStarted;
import dev.runnerfleet.contracts.pool.Capacity;
import dev.runnerfleet.contracts.pool.Match;
import dev.runnerfleet.contracts.pool.PoolSpec;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TopicTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "{}",
        "{\"type\":\"JobExploded\",\"job\":1}",
        "{\"type\":\"JobStarted\",\"job\":\"one\",\"project\":2,\"at\":\"2026-03-01T10:00:00Z\"}",
        "{\"type\":\"JobStarted\",\"job\":-1,\"project\":2,\"at\":\"2026-03-01T10:00:00Z\"}",
        "{\"type\":\"JobStarted\",\"job\":1,\"project\":2,\"at\":\"yesterday\"}",
        "{\"type\":\"JobStarted\",\"job\":1,\"project\":2}",
        "{\"type\":\"JobStarted\",\"job\":1,\"project\":2,\"at\":null}",
        "{\"type\":\"JobStarted\",\"project\":2,\"at\":\"2026-03-01T10:00:00Z\"}"
      })
  void shouldSayThatAMessageCannotBeRead(String json) {
    assertThatThrownBy(() -> Topic.DEMAND_EVENTS.decode(json))
        .isInstanceOf(UnreadableMessageException.class);
  }

  @Test
  void shouldKeyAJobsMessagesByItsId() {
    JobStarted started =
        new JobStarted(new JobId(7), new ProjectId(1), null, Instant.parse("2026-03-01T10:00:00Z"));

    assertThat(Topic.DEMAND_EVENTS.key(started)).isEqualTo("7");
    assertThat(CloudEvent.typeOf(started)).isEqualTo("dev.runnerfleet.JobStarted");
  }

  @Test
  void shouldReadAPoolOfAWriterThatDidNotKnowTheComponentsAddedSince() throws Exception {
    // Given a pool as the first version wrote it
    ObjectNode first = (ObjectNode) Json.mapper().readTree(Topic.POOLS.encode(Samples.pool()));
    first.remove("priority");
    ((ObjectNode) first.get("market")).remove(List.of("onDemandBase", "maxPrice"));
    ((ObjectNode) first.get("capacity"))
        .remove(List.of("idleScaleFactor", "idleMax", "driftShare"));
    ((ObjectNode) first.get("machine"))
        .remove(
            List.of("tags", "kmsKey", "privateAddressOnly", "runnerConfig", "script", "bootstrap"));

    // When
    PoolSpec pool = Topic.POOLS.decode(first.toString());

    // Then
    assertThat(pool.priority()).isZero();
    assertThat(pool.market().onDemandBase()).isZero();
    assertThat(pool.capacity().idleScaleFactor()).isZero();
    assertThat(pool.capacity().driftShare()).isEqualTo(Capacity.DRIFT_SHARE);
    assertThat(pool.machine().tags()).isEmpty();
    assertThat(pool.machine().privateAddressOnly()).isFalse();
  }

  /**
   * GitLab's rule: the runner takes untagged jobs or the job has tags, and its tags are a subset.
   */
  @ParameterizedTest
  @CsvSource({
    // pool tags, run untagged, protected only, job tags, protected ref, takes
    "'docker linux', false, false, 'docker', false, true",
    "'docker linux', false, false, 'docker linux', false, true",
    "'docker linux', false, false, 'docker gpu', false, false",
    "'docker linux', false, false, '', false, false",
    "'docker linux', true, false, '', false, true",
    "'docker linux', true, true, '', false, false",
    "'docker linux', true, true, '', true, true",
    "'docker', false, true, 'docker', false, false",
    "'docker', false, false, 'docker', true, true",
  })
  void shouldMatchJobsAsGitLabDoes(
      String tags,
      boolean untagged,
      boolean protectedOnly,
      String job,
      boolean ref,
      boolean takes) {
    Match match = new Match(words(tags), untagged, protectedOnly);

    assertThat(match.takes(words(job), ref)).isEqualTo(takes);
  }

  private static Set<String> words(String text) {
    return text.isEmpty() ? Set.of() : Set.of(text.split(" "));
  }
}
