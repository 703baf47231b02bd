package dev.runnerfleet.reaper.core.sweep;

import static dev.runnerfleet.reaper.core.Fleet.NOON;
import static dev.runnerfleet.reaper.core.Fleet.POOL;
import static dev.runnerfleet.reaper.core.Fleet.instance;
import static java.util.stream.Collectors.counting;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.runnerfleet.contracts.GitLabRunnerId;
import dev.runnerfleet.contracts.InstanceId;
import dev.runnerfleet.contracts.PoolName;
import dev.runnerfleet.contracts.RunnerId;
import dev.runnerfleet.reaper.core.Fleet;
import dev.runnerfleet.reaper.core.sweep.Finding.AgedMachine;
import dev.runnerfleet.reaper.core.sweep.Finding.LeftoverRunner;
import dev.runnerfleet.reaper.core.sweep.Finding.LeftoverThing;
import dev.runnerfleet.reaper.core.sweep.Finding.LostMachine;
import dev.runnerfleet.reaper.core.sweep.Finding.OrphanInstance;
import dev.runnerfleet.reaper.core.sweep.Finding.UnrecordedRunner;
import dev.runnerfleet.reaper.core.sweep.Sweep.Judged;
import dev.runnerfleet.reaper.core.sweep.Sweep.Memory;
import dev.runnerfleet.reaper.core.sweep.Sweep.Rules;
import dev.runnerfleet.reaper.core.sweep.Sweep.Verdict;
import dev.runnerfleet.reaper.core.sweep.SweepView.Instance;
import dev.runnerfleet.reaper.core.sweep.SweepView.Known;
import dev.runnerfleet.reaper.core.sweep.SweepView.Registration;
import dev.runnerfleet.reaper.core.sweep.SweepView.Thing;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class SweepTest {

  private static final Rules RULES = new Rules(Duration.ofSeconds(30), Duration.ofMinutes(10));
  private static final Instant BEFORE = NOON.minusSeconds(60);
  private static final Instant LONG_AGO = NOON.minusSeconds(3600);
  private static final Set<String> REGION = Set.of("us-east-1");

  @Test
  void shouldFindNothingWhereAllAgree() {
    // Given
    SweepView view = view(List.of(up(1)), List.of(registration(1)), List.of(known(1)));

    // Then
    assertThat(judge(view)).isEmpty();
  }

  @Test
  void shouldActOnAnOrphanOnlyTheSecondTime() {
    // Given
    SweepView view = view(List.of(up(1)), List.of(), List.of());

    // When
    List<Judged> first = judge(view);
    List<Judged> tooSoon = judge(view, Map.of("i-00000001", NOON.minusSeconds(5)), Map.of());
    List<Judged> second = judge(view, Map.of("i-00000001", BEFORE), Map.of());

    // Then
    assertThat(first).containsExactly(judged(new OrphanInstance(up(1)), Verdict.SEEN_ONCE));
    assertThat(tooSoon).containsExactly(judged(new OrphanInstance(up(1)), Verdict.SEEN_ONCE));
    assertThat(second).containsExactly(judged(new OrphanInstance(up(1)), Verdict.ACT));
  }

  @Test
  void shouldLeaveYoungInstancesToTheirEvents() {
    // Given
    Instance young = new Instance(instance(1), "us-east-1", POOL, true, false, false, BEFORE);

    // Then
    assertThat(judge(view(List.of(young), List.of(), List.of()))).isEmpty();
  }

  @Test
  void shouldDrainAnUnrecordedMachineThatServesGitLab() {
    // Given
    SweepView view = view(List.of(up(1)), List.of(registration(1)), List.of());

    // Then
    assertThat(judge(view))
        .containsExactly(judged(new UnrecordedRunner(up(1), registration(1)), Verdict.SEEN_ONCE));
  }

  @Test
  void shouldCloseTheRecordOfAMachineThatEndedOutside() {
    // Given
    SweepView terminated = view(List.of(ended(1)), List.of(registration(1)), List.of(known(1)));
    SweepView absent = view(List.of(), List.of(registration(1)), List.of(known(1)));

    // Then
    assertThat(judge(terminated))
        .containsExactly(judged(new LostMachine(known(1), true, false), Verdict.SEEN_ONCE));
    assertThat(judge(absent))
        .containsExactly(judged(new LostMachine(known(1), false, true), Verdict.SEEN_ONCE));
  }

  @Test
  void shouldConcludeNothingFromARegionThatWasNotListed() {
    // Given
    SweepView view =
        new SweepView(
            NOON,
            Set.of(),
            false,
            List.of(),
            Set.of(),
            List.of(registration(1), registration(2)),
            List.of(known(1)),
            List.of(),
            Set.of(POOL));

    // Then
    assertThat(judge(view)).isEmpty();
  }

  @Test
  void shouldFindRunnersWhoseMachineIsGone() {
    // Given
    SweepView view = view(List.of(ended(1)), List.of(registration(1)), List.of());

    // Then
    assertThat(judge(view, Map.of("gitlab-runner/1", BEFORE), Map.of()))
        .containsExactly(judged(new LeftoverRunner(registration(1), true), Verdict.ACT));
  }

  @Test
  void shouldAskForAStrangerByItsIdAsAListingMayBeStale() {
    // Given
    SweepView view = view(List.of(up(1)), List.of(), List.of());
    InstanceId stranger = up(1).id();
    Map<String, Instant> seen = Map.of(stranger.toString(), BEFORE);

    // Then
    assertThat(Sweep.strangers(view, NOON)).containsExactly(up(1));
    assertThat(judge(view.with(List.of(ended(1)), List.of()), seen, Map.of())).isEmpty();
    assertThat(judge(view.with(List.of(), List.of(stranger)), seen, Map.of())).isEmpty();
    assertThat(judge(view.without(List.of(stranger)), seen, Map.of())).isEmpty();
  }

  @Test
  void shouldKeepARunnerWhoseInstanceNoListingShowsUntilEc2SaysOfItThatItIsGone() {
    // Given
    SweepView view = view(List.of(), List.of(registration(1)), List.of());
    Map<String, Instant> seen = Map.of("gitlab-runner/1", BEFORE);
    InstanceId instance = registration(1).instance();

    // Then
    assertThat(Sweep.absentOfRunners(view)).containsExactly(instance);
    assertThat(judge(view, seen, Map.of()))
        .containsExactly(judged(new LeftoverRunner(registration(1), false), Verdict.UNCONFIRMED));
    assertThat(judge(view.with(List.of(up(1)), List.of()), seen, Map.of()))
        .doesNotContain(judged(new LeftoverRunner(registration(1), true), Verdict.ACT));
    assertThat(judge(view.with(List.of(), List.of(instance)), seen, Map.of()))
        .containsExactly(judged(new LeftoverRunner(registration(1), true), Verdict.ACT));
  }

  @Test
  void shouldFindOnceWhatAListingThatChangedMeanwhileShowsTwice() {
    // Given
    SweepView view =
        view(List.of(up(2), up(2)), List.of(registration(1), registration(1)), List.of());

    // Then
    assertThat(judge(view))
        .extracting(each -> each.finding().resource())
        .containsExactlyInAnyOrder("i-00000002", "gitlab-runner/1");
  }

  @Test
  void shouldRetireNoMoreThanATenthOfAPoolInAMinute() {
    // Given
    List<Instance> thirty = IntStream.rangeClosed(1, 30).mapToObj(SweepTest::up).toList();
    Map<String, Instant> seen =
        thirty.stream().collect(Collectors.toMap(i -> i.id().toString(), i -> BEFORE));

    // When
    List<Judged> judged =
        Sweep.judge(
            view(thirty, List.of(), List.of()),
            new Memory(seen, Map.of(POOL.toString(), 1), seen.keySet()),
            RULES,
            NOON);

    // Then
    assertThat(judged).filteredOn(j -> j.verdict() == Verdict.ACT).hasSize(2);
    assertThat(judged).filteredOn(j -> j.verdict() == Verdict.HELD_BY_GUARD).hasSize(28);
  }

  @ParameterizedTest
  @CsvSource({"30, 30, 0", "30, 6, 6", "30, 7, 0", "4, 3, 3", "4, 4, 0"})
  void shouldWaitForAnOperatorWhenAFifthLooksWrong(int machines, int wrong, int admitted) {
    // Given
    List<Instance> all = IntStream.rangeClosed(1, machines).mapToObj(SweepTest::up).toList();
    List<Known> records =
        IntStream.rangeClosed(wrong + 1, machines).mapToObj(SweepTest::known).toList();
    Map<String, Instant> seen =
        all.stream().collect(Collectors.toMap(i -> i.id().toString(), i -> BEFORE));

    // When
    List<Judged> judged = judge(view(all, List.of(), records), seen, Map.of());

    // Then
    assertThat(judged).hasSize(wrong);
    assertThat(judged).filteredOn(j -> j.verdict() == Verdict.TOO_MANY).hasSize(wrong - admitted);
  }

  @Test
  void shouldLeaveAMachineToItsOwnerWhoProtectsIt() {
    // Given
    Instance mine =
        new Instance(instance(1), "us-east-1", POOL, true, false, true, NOON.minusSeconds(3600));

    // Then
    assertThat(
            judge(
                view(List.of(mine), List.of(), List.of()), Map.of("i-00000001", BEFORE), Map.of()))
        .containsExactly(judged(new OrphanInstance(mine), Verdict.PROTECTED));
  }

  @Test
  void shouldConcludeNothingFromAListingOfTenMinutesAgo() {
    // Given
    SweepView fresh = view(List.of(up(1), up(2)), List.of(), List.of());
    Map<String, Instant> seen = Map.of("i-00000001", BEFORE, "i-00000002", BEFORE);

    // When
    List<Judged> judged =
        Sweep.judge(
            fresh, new Memory(seen, Map.of(), Set.of()), RULES, NOON.plus(Duration.ofMinutes(10)));

    // Then
    assertThat(judged).isEmpty();
    assertThat(judge(fresh, seen, Map.of())).hasSize(2);
  }

  @Test
  void shouldTerminateNothingOnAnEmptyListing() {
    // Given
    List<Known> records = numbers().mapToObj(SweepTest::known).toList();
    List<Registration> registrations = numbers().mapToObj(SweepTest::registration).toList();
    Map<String, Instant> seen =
        records.stream().collect(Collectors.toMap(k -> k.instance().toString(), k -> BEFORE));

    // When
    List<Judged> judged = judge(view(List.of(), registrations, records), seen, Map.of());

    // Then
    assertThat(judged).extracting(Judged::verdict).containsOnly(Verdict.UNCONFIRMED);
  }

  @ParameterizedTest
  @CsvSource({"59, false, ", "66, false, false", "66, true, ", "121, true, true"})
  void shouldRetireWhatTheScalerForgetsAndEndWhatOutlivesTwice(
      int minutes, boolean draining, @Nullable Boolean hard) {
    // Given
    Known aged =
        new Known(
            new RunnerId("r-1"),
            POOL,
            instance(1),
            "us-east-1",
            NOON.minus(Duration.ofMinutes(minutes)),
            draining,
            false,
            Duration.ofHours(1));

    // When
    List<Judged> judged =
        judge(
            view(List.of(up(1)), List.of(registration(1)), List.of(aged)),
            Map.of("aged/i-00000001", BEFORE),
            Map.of());

    // Then
    assertThat(judged)
        .isEqualTo(
            hard == null
                ? List.of()
                : List.of(judged(new AgedMachine(aged, hard, false), Verdict.ACT)));
  }

  @Test
  void shouldLeaveAnAgedMachineToItsOwnerAndItsPlaceInTheTenthToAnother() {
    // Given
    Instance mine = new Instance(instance(1), "us-east-1", POOL, true, false, true, LONG_AGO);
    List<Known> aged = IntStream.rangeClosed(1, 2).mapToObj(SweepTest::aged).toList();

    // When
    List<Judged> judged =
        judge(
            view(List.of(mine, up(2)), List.of(), aged),
            Map.of("aged/i-00000001", BEFORE, "aged/i-00000002", BEFORE),
            Map.of());

    // Then
    assertThat(judged)
        .containsExactly(
            judged(new AgedMachine(aged.getFirst(), true, true), Verdict.PROTECTED),
            judged(new AgedMachine(aged.getLast(), true, false), Verdict.ACT));
  }

  private static Known aged(int number) {
    return new Known(
        new RunnerId("r-" + number),
        POOL,
        instance(number),
        "us-east-1",
        NOON.minus(Duration.ofHours(3)),
        false,
        false,
        Duration.ofHours(1));
  }

  @Test
  void shouldFindVolumesWithoutAMachineAndTemplatesWithoutAPool() {
    // Given
    Thing volume = thing(Thing.Kind.VOLUME, "vol-1", POOL, LONG_AGO);
    Thing fresh = thing(Thing.Kind.VOLUME, "vol-2", POOL, NOON.minusSeconds(60));
    Thing template = thing(Thing.Kind.LAUNCH_TEMPLATE, "lt-1", POOL, LONG_AGO.minusSeconds(1));
    Thing gone =
        thing(Thing.Kind.LAUNCH_TEMPLATE, "lt-2", new PoolName("gone"), LONG_AGO.minusSeconds(1));

    // When
    List<Judged> judged =
        judge(
            new SweepView(
                NOON,
                REGION,
                true,
                List.of(),
                Set.of(),
                List.of(),
                List.of(),
                List.of(volume, fresh, template, gone),
                Set.of(POOL)));

    // Then
    assertThat(judged)
        .containsExactly(
            judged(new LeftoverThing(volume), Verdict.SEEN_ONCE),
            judged(new LeftoverThing(gone), Verdict.SEEN_ONCE));
  }

  private static Thing thing(Thing.Kind kind, String id, PoolName pool, Instant createdAt) {
    return new Thing(kind, id, "us-east-1", pool, createdAt);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void shouldCloseOnlyThoseThatEc2SaysAreGone(
      String what, List<Instance> shown, List<InstanceId> unknown, Map<Verdict, Long> verdicts) {
    // Given
    List<Known> twenty = numbers().mapToObj(SweepTest::known).toList();
    SweepView empty = view(List.of(), List.of(), twenty);
    Map<String, Instant> seen =
        twenty.stream().collect(Collectors.toMap(k -> k.instance().toString(), k -> BEFORE));

    // When
    List<Judged> judged = judge(empty.with(shown, unknown), seen, Map.of(POOL.toString(), 1));

    // Then
    assertThat(judged.stream().collect(Collectors.groupingBy(Judged::verdict, counting())))
        .isEqualTo(verdicts);
  }

  static Stream<Arguments> shouldCloseOnlyThoseThatEc2SaysAreGone() {
    List<InstanceId> all = numbers().mapToObj(Fleet::instance).toList();
    return Stream.of(
        arguments("no answers", List.of(), List.of(), Map.of(Verdict.UNCONFIRMED, 20L)),
        arguments("all unknown by id", List.of(), all, Map.of(Verdict.ACT, 20L)),
        arguments(
            "all shown as ended",
            numbers().mapToObj(SweepTest::ended).toList(),
            List.of(),
            Map.of(Verdict.ACT, 20L)),
        arguments(
            "all still known by id",
            numbers().mapToObj(SweepTest::up).toList(),
            List.of(),
            Map.of()),
        arguments(
            "half unknown, half without an answer",
            List.of(),
            all.subList(0, 10),
            Map.of(Verdict.ACT, 10L, Verdict.UNCONFIRMED, 10L)));
  }

  @Test
  void shouldCloseWhatEc2DoesNotKnowOnlyTheSecondTime() {
    // Given
    SweepView view =
        view(List.of(), List.of(), List.of(known(1))).with(List.of(), List.of(instance(1)));

    // Then
    assertThat(judge(view))
        .containsExactly(judged(new LostMachine(known(1), true, true), Verdict.SEEN_ONCE));
  }

  @Test
  void shouldHaveOnlyThoseAskedForThatAListingShouldShow() {
    // Given
    SweepView view =
        view(
            List.of(up(1)),
            List.of(),
            List.of(
                known(1),
                known(2),
                known(3, "us-east-1", BEFORE, false),
                known(4, "us-east-1", LONG_AGO, true),
                known(5, "eu-west-1", LONG_AGO, false)));

    // Then
    assertThat(Sweep.absent(view, NOON)).containsExactly(known(2));
  }

  @Test
  void shouldNotCloseAYoungMachineThatEc2DoesNotKnowYet() {
    // Given
    SweepView view =
        view(List.of(), List.of(), List.of(known(1, "us-east-1", BEFORE, false)))
            .with(List.of(), List.of(instance(1)));

    // Then
    assertThat(judge(view, Map.of("i-00000001", BEFORE), Map.of())).isEmpty();
  }

  private static IntStream numbers() {
    return IntStream.rangeClosed(1, 20);
  }

  private static List<Judged> judge(SweepView view) {
    return judge(view, Map.of(), Map.of());
  }

  private static List<Judged> judge(
      SweepView view, Map<String, Instant> firstSeen, Map<String, Integer> retired) {
    return Sweep.judge(view, new Memory(firstSeen, retired, Set.of()), RULES, NOON);
  }

  private static SweepView view(
      List<Instance> instances, List<Registration> registrations, List<Known> records) {
    return new SweepView(
        NOON, REGION, true, instances, Set.of(), registrations, records, List.of(), Set.of(POOL));
  }

  private static Judged judged(Finding finding, Verdict verdict) {
    return new Judged(finding, verdict);
  }

  private static Instance up(int number) {
    return new Instance(
        instance(number), "us-east-1", POOL, true, false, false, NOON.minusSeconds(3600));
  }

  private static Instance ended(int number) {
    return new Instance(
        instance(number), "us-east-1", POOL, false, false, false, NOON.minusSeconds(3600));
  }

  private static Registration registration(int number) {
    return new Registration(
        new GitLabRunnerId(number), POOL, new RunnerId("r-" + number), instance(number));
  }

  private static Known known(int number) {
    return known(number, "us-east-1", LONG_AGO, false);
  }

  private static Known known(int number, String region, Instant launchedAt, boolean committed) {
    return new Known(
        new RunnerId("r-" + number),
        POOL,
        instance(number),
        region,
        launchedAt,
        committed,
        committed,
        Duration.ZERO);
  }
}
