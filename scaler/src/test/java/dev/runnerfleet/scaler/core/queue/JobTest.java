package dev.runnerfleet.scaler.core.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runnerfleet.contracts.demand.DemandEvent;
import dev.runnerfleet.contracts.runner.Offering.Market;
import dev.runnerfleet.scaler.Script;
import dev.runnerfleet.scaler.core.Example;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class JobTest {

  private static final Instant T0 = Example.NOW;
  private static final List<DemandEvent> LIFE =
      List.of(
          Script.retried(1, 2, T0),
          Script.queued(1, "linux", T0),
          Script.started(1, 40, T0.plusSeconds(10)),
          Script.finished(1, 40, T0.plusSeconds(70)));

  @Property
  void shouldEndTheSameWhateverTheOrderAndHoweverOften(
      @ForAll("disorder") List<DemandEvent> events) {
    assertThat(all(events)).isEqualTo(all(LIFE));
  }

  @Property
  void shouldOnlyMoveForward(@ForAll("disorder") List<DemandEvent> events) {
    Optional<Job> job = Optional.empty();
    for (DemandEvent event : events) {
      Optional<Job> before = job;
      job = job.isEmpty() ? Job.first(event) : job.map(known -> known.after(event));
      if (before.isPresent()) {
        assertThat(job.orElseThrow().stage()).isGreaterThanOrEqualTo(before.get().stage());
      }
    }
  }

  @Test
  void shouldGoOnDemandWhenItIsRetriedTheSecondTimeUnlessItsTagsLeaveNoChoice() {
    assertThat(market(Script.queued(1, "linux", T0))).isNull();
    assertThat(market(Script.queued(1, "linux", T0), Script.retried(1, 1, T0))).isNull();
    assertThat(market(Script.queued(1, "linux", T0), Script.retried(1, 2, T0)))
        .isEqualTo(Market.ON_DEMAND);
    assertThat(market(Script.retried(1, 2, T0), Script.queued(1, "linux", T0)))
        .isEqualTo(Market.ON_DEMAND);
    assertThat(market(Script.retried(1, 2, T0), Script.queued(1, "computetype-spot", T0)))
        .isEqualTo(Market.SPOT);
  }

  @Test
  void shouldWaitForNothingBeforeGitLabQueuesIt() {
    Job job = Job.first(Script.retried(1, 2, T0)).orElseThrow();

    assertThat(job.isQueued()).isFalse();
    assertThat(Queue.of(List.of(job))).isEqualTo(Queue.EMPTY);
  }

  private static @Nullable Market market(DemandEvent... events) {
    return all(List.of(events)).orElseThrow().market();
  }

  @Test
  void shouldTakeTheLaterWordOnTagsAndRememberWhenItWasFirstSeen() {
    Job guessed = Job.first(Script.queued(1, "guess", T0)).orElseThrow();
    Job told = guessed.after(Script.queued(1, "linux", T0.plusSeconds(1)));

    Wish wish = Objects.requireNonNull(told.wish());
    assertThat(wish.tags()).isEqualTo(Set.of("linux"));
    assertThat(wish.seenAt()).isEqualTo(T0);
  }

  @Provide
  Arbitrary<List<DemandEvent>> disorder() {
    return Arbitraries.shuffle(List.of(0, 0, 1, 1, 2, 2, 3, 3))
        .map(
            order -> {
              List<DemandEvent> events = new ArrayList<>();
              order.forEach(i -> events.add(LIFE.get(i)));
              return events;
            });
  }

  private static Optional<Job> all(List<DemandEvent> events) {
    Optional<Job> job = Job.first(events.getFirst());
    for (DemandEvent event : events) {
      job = job.map(known -> known.after(event));
    }
    return job;
  }
}
