package dev.runnerfleet.replay.dockermachine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runnerfleet.replay.dockermachine.Provider.Acquired;
import dev.runnerfleet.replay.dockermachine.config.Idling;
import dev.runnerfleet.replay.dockermachine.config.RunnerEntry;
import dev.runnerfleet.sandbox.core.aws.catalogue.Market;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Each law of docker+machine's algorithm. */
class ProviderTest {

  private static final Instant NOW = Instant.parse("2026-01-05T00:00:00Z");
  private static final Duration IDLE_TIME = Duration.ofMinutes(10);
  private static final Instant LATER = NOW.plusSeconds(601);

  private final List<Machine> created = new ArrayList<>();
  private final List<Machine> removed = new ArrayList<>();
  private boolean connects = true;

  @Test
  void shouldCreateIdleCountMachinesInOneLook() {
    // Given
    Provider provider = provider(new Idling(3, 0, 0, IDLE_TIME), 0, 0, 0);

    // When
    Acquired acquired = provider.acquire(NOW);

    // Then: and not ask GitLab while none of them is free
    assertThat(created).hasSize(3);
    assertThat(acquired).isInstanceOf(Acquired.NoneFree.class);
  }

  @Test
  void shouldAskGitLabFirstWhereNoneIsKeptIdle() {
    Provider provider = provider(new Idling(0, 0, 0, IDLE_TIME), 0, 0, 0);

    assertThat(provider.acquire(NOW)).isInstanceOf(Acquired.OnDemand.class);
    assertThat(created).isEmpty();
  }

  @Test
  void shouldGiveJobsToTheNewestAndRemoveTheNewest() {
    // Given
    Provider provider = provider(new Idling(2, 0, 0, IDLE_TIME), 0, 0, 0);
    List<Machine> machines = idle(provider, 4);

    // When
    Acquired acquired = provider.acquire(LATER);

    // Then: the oldest two are judged while fewer than IdleCount were counted, and stay
    assertThat(removed).containsExactly(machines.get(2), machines.get(3));
    assertThat(acquired).isEqualTo(new Acquired.Held(machines.get(1)));
  }

  @Test
  void shouldJudgeOldIdleMachinesByTheMachinesInUseCountedSoFar() {
    // Given: with a factor of 1, six in use would want six idle; they are younger than the idle
    // ones
    Provider provider = provider(new Idling(20, 1, 1.0, IDLE_TIME), 0, 0, 0);
    List<Machine> idle = idle(provider, 4);
    for (int i = 0; i < 6; i++) {
      Machine machine = provider.create(NOW);
      machine.idle(NOW);
      machine.use();
    }
    created.clear();

    // When
    provider.acquire(LATER);

    // Then: all but IdleCountMin go, and as many are created again
    assertThat(removed).containsExactly(idle.get(1), idle.get(2), idle.get(3));
    assertThat(created).hasSize(5);
  }

  @Test
  void shouldCountMachinesOnTheirWayOutTowardsTheLimit() {
    // Given
    Provider provider = provider(new Idling(0, 0, 0, IDLE_TIME), 2, 0, 0);
    List<Machine> machines = idle(provider, 2);

    // When: both are removed for their idle time
    Acquired acquired = provider.acquire(LATER);

    // Then: and no job is asked for until they are gone
    assertThat(removed).isEqualTo(machines);
    assertThat(acquired).isInstanceOf(Acquired.NoneFree.class);
    machines.forEach(provider::forget);
    assertThat(provider.acquire(LATER)).isInstanceOf(Acquired.OnDemand.class);
  }

  @Test
  void shouldCreateNoMoreAtATimeThanMaxGrowthRate() {
    Provider provider = provider(new Idling(10, 0, 0, IDLE_TIME), 0, 0, 4);

    provider.acquire(NOW);
    provider.acquire(NOW.plusSeconds(3));

    assertThat(created).hasSize(4);
  }

  @Test
  void shouldCreateAgainAtTheNextLookWhatFailed() {
    // Given
    Provider provider = provider(new Idling(2, 0, 0, IDLE_TIME), 0, 0, 0);
    provider.acquire(NOW);
    created.forEach(provider::forget);

    // When
    provider.acquire(NOW.plusSeconds(3));

    // Then: without any back-off
    assertThat(created).hasSize(4);
  }

  @Test
  void shouldRemoveMachinesThatHaveHadTheirBuilds() {
    // Given
    Provider provider = provider(new Idling(1, 0, 0, IDLE_TIME), 0, 1, 0);
    Machine worn = idle(provider, 1).getFirst();
    worn.use();
    worn.idle(NOW);

    // When
    provider.acquire(NOW);

    // Then
    assertThat(removed).containsExactly(worn);
    assertThat(created).hasSize(2);
  }

  @Test
  void shouldRemoveIdleMachinesWhereThereAreAsManyAsTheLimitInAll() {
    // Given
    Provider provider = provider(new Idling(3, 0, 0, IDLE_TIME), 2, 0, 0);
    List<Machine> machines = idle(provider, 4);

    // When
    provider.acquire(NOW);

    // Then: "too many machines", before their idle time and though more were wanted
    assertThat(removed).containsExactly(machines.get(2), machines.get(3));
  }

  @Test
  void shouldKeepIdleWhatTheFactorMakesOfThoseInUse() {
    // Given: ten in use, of which a half are wanted idle, within IdleCountMin and IdleCount
    Provider provider = provider(new Idling(20, 1, 0.5, IDLE_TIME), 0, 0, 0);
    for (Machine machine : idle(provider, 10)) {
      machine.use();
    }
    created.clear();

    // When
    provider.acquire(NOW);

    // Then
    assertThat(created).hasSize(5);
  }

  @Test
  void shouldKeepAtLeastOneIdleWhereThereIsAFactor() {
    assertThat(new Idling(20, 0, 0.5, IDLE_TIME).least()).isEqualTo(1);
    assertThat(new Idling(20, 0, 0, IDLE_TIME).least()).isZero();
  }

  @Test
  void shouldTakeMachinesFoundAfterARestartForUsedOnceAndJustNow() {
    // Given: a machine that has never had a job, and one that has had many, both long idle
    Provider before = provider(new Idling(1, 0, 0, IDLE_TIME), 0, 0, 0);
    List<Machine> known = idle(before, 2);
    Provider provider = provider(new Idling(1, 0, 0, IDLE_TIME), 0, 0, 0);

    // When
    List<Machine> found = known.stream().map(each -> provider.find(each, LATER)).toList();
    Acquired acquired = provider.acquire(LATER);

    // Then: neither has outlived its idle time
    assertThat(found).extracting(Machine::builds).containsExactly(1, 1);
    assertThat(removed).isEmpty();
    assertThat(acquired).isEqualTo(new Acquired.Held(found.get(1)));
  }

  @Test
  void shouldRemoveUnusedMachinesFoundAfterARestartWhereEachIsForOneJob() {
    // Given
    Provider before = provider(new Idling(2, 0, 0, IDLE_TIME), 0, 1, 0);
    List<Machine> known = idle(before, 2);
    created.clear();
    Provider provider = provider(new Idling(2, 0, 0, IDLE_TIME), 0, 1, 0);

    // When
    List<Machine> found = known.stream().map(each -> provider.find(each, NOW)).toList();
    provider.acquire(NOW);

    // Then: "too many builds", and as many are created again
    assertThat(removed).isEqualTo(found);
    assertThat(created).hasSize(2);
  }

  @Test
  void shouldNeverReachAMachineWhoseCreationARestartCutShort() {
    // Given
    Provider before = provider(new Idling(0, 0, 0, IDLE_TIME), 0, 0, 0);
    Provider provider = provider(new Idling(0, 0, 0, IDLE_TIME), 0, 0, 0);
    Machine half = provider.find(before.create(NOW), NOW);

    // When
    Acquired acquired = provider.acquire(NOW);

    // Then: "machine is unavailable"
    assertThat(removed).containsExactly(half);
    assertThat(acquired).isInstanceOf(Acquired.OnDemand.class);
  }

  @Test
  void shouldRemoveHealthyMachinesWhoseConnectionCannotBeSeen() {
    // Given: AWS refuses to say where they are
    Provider provider = provider(new Idling(2, 0, 0, IDLE_TIME), 0, 0, 0);
    List<Machine> machines = idle(provider, 2);
    connects = false;

    // When
    provider.acquire(NOW);
    created.clear();
    provider.acquire(NOW.plusSeconds(3));

    // Then: and create as many again
    assertThat(removed).containsExactly(machines.get(1), machines.get(0));
    assertThat(created).hasSize(2);
  }

  @Test
  void shouldBelieveInAConnectionForFiveMinutes() {
    // Given
    Provider provider = provider(new Idling(1, 0, 0, IDLE_TIME), 0, 0, 0);
    Machine machine = idle(provider, 1).getFirst();
    provider.acquire(NOW);
    machine.idle(NOW);
    connects = false;

    // When
    provider.acquire(NOW.plusSeconds(299));
    machine.idle(NOW.plusSeconds(299));

    // Then
    assertThat(removed).isEmpty();
    provider.acquire(NOW.plusSeconds(300));
    assertThat(removed).containsExactly(machine);
  }

  @Test
  void shouldNotCountAPollWithoutAJobAsUse() {
    // Given
    Provider provider = provider(new Idling(0, 0, 0, IDLE_TIME), 0, 0, 0);
    Machine machine = idle(provider, 1).getFirst();

    // When
    provider.acquire(NOW.plusSeconds(300));
    machine.idle(NOW.plusSeconds(300));

    // Then
    assertThat(machine.lastUsed()).isEqualTo(NOW);
  }

  @Test
  void shouldTakeAllFourValuesOfTheLastSectionThatHolds() {
    // Given
    Idling night = new Idling(0, 0, 0, Duration.ZERO);
    RunnerEntry entry =
        entry(
            new Idling(5, 0, 0, IDLE_TIME),
            List.of(
                new RunnerEntry.Section(
                    List.of("* * * * * * *"),
                    java.time.ZoneOffset.UTC,
                    new Idling(1, 0, 0, IDLE_TIME)),
                new RunnerEntry.Section(
                    List.of("* * 0-5 * * * *"), java.time.ZoneOffset.UTC, night)),
            0,
            0,
            0);

    // Then
    assertThat(entry.idlingAt(NOW)).isEqualTo(night);
    assertThat(entry.idlingAt(NOW.plusSeconds(6 * 3600)).count()).isEqualTo(1);
  }

  private List<Machine> idle(Provider provider, int count) {
    List<Machine> machines = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Machine machine = provider.create(NOW);
      machine.idle(NOW);
      machines.add(machine);
    }
    return machines;
  }

  private Provider provider(Idling idling, int limit, int maxBuilds, int maxGrowth) {
    return new Provider(
        entry(idling, List.of(), limit, maxBuilds, maxGrowth),
        created::add,
        removed::add,
        machine -> connects);
  }

  static RunnerEntry entry(
      Idling idling, List<RunnerEntry.Section> sections, int limit, int maxBuilds, int maxGrowth) {
    return new RunnerEntry(
        "given",
        limit,
        10,
        idling,
        sections,
        maxBuilds,
        maxGrowth,
        Set.of(),
        new RunnerEntry.Launched(
            "us-east-1", "m7i.large", Market.SPOT, Optional.empty(), Optional.empty()));
  }
}
