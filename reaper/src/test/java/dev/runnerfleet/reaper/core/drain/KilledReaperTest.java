package dev.runnerfleet.reaper.core.drain;

import static dev.runnerfleet.reaper.core.Fleet.GRACE;
import static dev.runnerfleet.reaper.core.Fleet.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.runnerfleet.contracts.DecisionId;
import dev.runnerfleet.contracts.GitLabRunnerId;
import dev.runnerfleet.contracts.RunnerId;
import dev.runnerfleet.contracts.retire.RetirementReason;
import dev.runnerfleet.reaper.core.Fleet;
import dev.runnerfleet.reaper.core.Machine;
import dev.runnerfleet.reaper.core.drain.Observation.InstanceGone;
import dev.runnerfleet.reaper.core.drain.Observation.InstanceStopping;
import dev.runnerfleet.reaper.core.drain.Observation.InstanceUp;
import dev.runnerfleet.reaper.core.drain.Observation.JobsLeft;
import dev.runnerfleet.reaper.core.drain.Observation.JobsRunning;
import dev.runnerfleet.reaper.core.drain.Observation.NoRunningJobs;
import dev.runnerfleet.reaper.core.drain.Observation.RunnerDeleted;
import dev.runnerfleet.reaper.core.drain.Observation.RunnerFound;
import dev.runnerfleet.reaper.core.drain.Observation.RunnerMissing;
import dev.runnerfleet.reaper.core.drain.Observation.RunnerNotFound;
import dev.runnerfleet.reaper.core.drain.Observation.RunnerPaused;
import dev.runnerfleet.reaper.core.drain.Observation.RunnerUnpaused;
import dev.runnerfleet.reaper.core.drain.Observation.TerminationAccepted;
import dev.runnerfleet.reaper.core.drain.Observation.Unknown;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/**
 * Fifty drains at a time, in virtual time, and a reaper that is killed a hundred times between any
 * two of its steps: taking a drain in hand, making its call, saving what follows.
 */
class KilledReaperTest {

  private static final int DRAINS = 50;
  private static final int KILLS = 100;

  /** Among so many first steps it is killed; a run that is killed often has fewer than others. */
  private static final int MOMENTS = 700;

  private static final Duration LEASE = Duration.ofSeconds(60);
  private static final Duration RESTART = Duration.ofSeconds(5);

  @Property(tries = 50)
  void shouldComeToTheSameEndHoweverOftenItIsKilled(@ForAll long seed) {
    // Given
    Run undisturbed = new Run(Set.of());
    undisturbed.toTheEnd();
    Random random = new Random(seed);
    Set<Integer> kills = new TreeSet<>();
    while (kills.size() < KILLS) {
      kills.add(random.nextInt(MOMENTS));
    }

    // When
    Run killed = new Run(kills);
    killed.toTheEnd();

    // Then
    assertThat(killed.killed).isEqualTo(KILLS);
    assertThat(killed.fates()).isEqualTo(undisturbed.fates());
  }

  /** A machine, its runner in GitLab, its instance, and the saved row of its drain. */
  private static final class Member {
    private final int number;
    private final Machine machine;
    private final RetirementReason reason;
    private final Instant jobEnds;
    private Drain drain;
    private Instant due = NOON;
    private boolean paused;
    private boolean deleted;
    private int terminations;
    private int confirmations;

    Member(int number) {
      this.number = number;
      this.machine = Fleet.LAUNCHED.with(new GitLabRunnerId(number + 1));
      // A third is idle, a third has a job that never ends, a third one that ends in time.
      this.reason = number % 3 == 2 ? RetirementReason.MAX_LIFETIME : RetirementReason.IDLE;
      this.jobEnds =
          switch (number % 3) {
            case 0 -> Instant.EPOCH;
            case 1 -> Instant.MAX;
            default -> NOON.plusSeconds(20L + number);
          };
      this.drain =
          Drain.of(
              new Retirement(
                  new RunnerId("r-" + number),
                  Fleet.POOL,
                  reason,
                  false,
                  false,
                  new DecisionId("d-1"),
                  NOON));
    }

    Observation call(Instant now) {
      return switch (drain.action(machine)) {
        case CHECK -> new InstanceUp();
        case AWAIT, NONE -> new Unknown();
        case FIND_RUNNER ->
            deleted ? new RunnerNotFound(now) : new RunnerFound(new GitLabRunnerId(number + 1));
        case PAUSE -> pause(true);
        case UNPAUSE -> pause(false);
        case LIST_JOBS -> busy(now) ? new JobsRunning(List.of()) : new NoRunningJobs(now);
        case LIST_LEFT_JOBS -> new JobsLeft(List.of());
        case DELETE_RUNNER -> {
          assertThat(busy(now)).as("deletes a busy runner").isFalse();
          deleted = true;
          yield new RunnerDeleted(null);
        }
        case TERMINATE -> {
          assertThat(busy(now)).as("terminates a busy machine").isFalse();
          terminations++;
          yield new TerminationAccepted();
        }
        case CONFIRM -> confirmations++ == 0 ? new InstanceStopping() : new InstanceGone();
      };
    }

    private boolean busy(Instant now) {
      return now.isBefore(jobEnds);
    }

    private Observation pause(boolean to) {
      if (deleted) {
        return new RunnerMissing();
      }
      paused = to;
      return to ? new RunnerPaused() : new RunnerUnpaused();
    }

    /** What is left in the world, however it came about. */
    String fate() {
      return "%s paused=%s deleted=%s gone=%s"
          .formatted(
              drain.getClass().getSimpleName(), paused && !deleted, deleted, terminations > 0);
    }
  }

  /** A reaper from its first drain to the last. */
  private static final class Run {
    private final List<Member> members =
        new ArrayList<>(IntStream.range(0, DRAINS).mapToObj(Member::new).toList());
    private final Set<Integer> kills;
    private Instant now = NOON;
    private int moments;
    private int killed;

    Run(Set<Integer> kills) {
      this.kills = kills;
    }

    void toTheEnd() {
      for (int turns = 0; turns < 100_000; turns++) {
        Member next =
            members.stream()
                .filter(member -> !member.drain.ended())
                .min(Comparator.comparing((Member member) -> member.due))
                .orElse(null);
        if (next == null) {
          return;
        }
        now = next.due.isAfter(now) ? next.due : now;
        turn(next);
      }
      throw new AssertionError("It does not end");
    }

    private void turn(Member member) {
      if (diesNow()) {
        return;
      }
      member.due = now.plus(LEASE);
      if (diesNow()) {
        return;
      }
      Observation seen = member.call(now);
      now = now.plusMillis(5);
      if (diesNow()) {
        return;
      }
      Step step = member.drain.next(seen, member.machine, GRACE, now);
      member.drain = step.next();
      member.due = now.plus(step.rest());
    }

    private boolean diesNow() {
      boolean dies = kills.contains(moments++);
      if (dies) {
        killed++;
        now = now.plus(RESTART);
      }
      return dies;
    }

    Map<Integer, String> fates() {
      Map<Integer, String> fates = new TreeMap<>();
      members.forEach(member -> fates.put(member.number, member.fate()));
      return fates;
    }
  }
}
