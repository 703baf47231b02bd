package dev.runnerfleet.reaper.core;

import static dev.runnerfleet.reaper.core.Fleet.NOON;
import static dev.runnerfleet.reaper.core.Fleet.POOL;
import static dev.runnerfleet.reaper.core.Fleet.instance;
import static java.util.stream.Collectors.counting;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.runnerfleet.contracts.GitLabRunnerId;
import dev.runnerfleet.contracts.InstanceId;
import dev.runnerfleet.contracts.RunnerId;
import dev.runnerfleet.reaper.core.Finding.LeftoverRunner;
import dev.runnerfleet.reaper.core.Finding.LostMachine;
import dev.runnerfleet.reaper.core.Finding.OrphanInstance;
import dev.runnerfleet.reaper.core.Finding.UnrecordedRunner;
import dev.runnerfleet.reaper.core.Sweep.Judged;
import dev.runnerfleet.reaper.core.Sweep.Rules;
import dev.runnerfleet.reaper.core.Sweep.Verdict;
import dev.runnerfleet.reaper.core.SweepView.Instance;
import dev.runnerfleet.reaper.core.SweepView.Known;
import dev.runnerfleet.reaper.core.SweepView.Registration;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
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
    Instance young = new Instance(instance(1), "us-east-1", POOL, true, false, BEFORE);

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
            Set.of(),
            false,
            List.of(),
            Set.of(),
            List.of(registration(1), registration(2)),
            List.of(known(1)));

    // Then
    assertThat(judge(view)).isEmpty();
  }

  @Test
  void shouldFindRunnersWhoseMachineIsGone() {
    // Given
    SweepView view = view(List.of(ended(1)), List.of(registration(1)), List.of());

    // Then
    assertThat(judge(view, Map.of("gitlab-runner/1", BEFORE), Map.of()))
        .containsExactly(judged(new LeftoverRunner(registration(1)), Verdict.ACT));
  }

  @Test
  void shouldRetireNoMoreThanATenthOfAPoolInAMinute() {
    // Given
    List<Instance> thirty = IntStream.rangeClosed(1, 30).mapToObj(SweepTest::up).toList();
    Map<String, Instant> seen =
        thirty.stream().collect(Collectors.toMap(i -> i.id().toString(), i -> BEFORE));

    // When
    List<Judged> judged =
        judge(view(thirty, List.of(), List.of()), seen, Map.of(POOL.toString(), 1));

    // Then
    assertThat(judged).filteredOn(j -> j.verdict() == Verdict.ACT).hasSize(2);
    assertThat(judged).filteredOn(j -> j.verdict() == Verdict.HELD_BY_GUARD).hasSize(28);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void shouldGuardOnlyThoseThatEc2DoesNotSayAreGone(
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

  static Stream<Arguments> shouldGuardOnlyThoseThatEc2DoesNotSayAreGone() {
    List<InstanceId> all = numbers().mapToObj(Fleet::instance).toList();
    return Stream.of(
        arguments(
            "no answers",
            List.of(),
            List.of(),
            Map.of(Verdict.ACT, 1L, Verdict.HELD_BY_GUARD, 19L)),
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
            Map.of(Verdict.ACT, 11L, Verdict.HELD_BY_GUARD, 9L)));
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
    return Sweep.judge(view, firstSeen, retired, RULES, NOON);
  }

  private static SweepView view(
      List<Instance> instances, List<Registration> registrations, List<Known> records) {
    return new SweepView(REGION, true, instances, Set.of(), registrations, records);
  }

  private static Judged judged(Finding finding, Verdict verdict) {
    return new Judged(finding, verdict);
  }

  private static Instance up(int number) {
    return new Instance(instance(number), "us-east-1", POOL, true, false, NOON.minusSeconds(3600));
  }

  private static Instance ended(int number) {
    return new Instance(instance(number), "us-east-1", POOL, false, false, NOON.minusSeconds(3600));
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
        new RunnerId("r-" + number), POOL, instance(number), region, launchedAt, committed);
  }
}
