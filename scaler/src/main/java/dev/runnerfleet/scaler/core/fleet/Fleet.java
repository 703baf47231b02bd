package dev.runnerfleet.scaler.core.fleet;

import dev.runnerfleet.scaler.core.fleet.RunnerState.Booting;
import dev.runnerfleet.scaler.core.fleet.RunnerState.Busy;
import dev.runnerfleet.scaler.core.fleet.RunnerState.Idle;
import dev.runnerfleet.scaler.core.fleet.RunnerState.Live;
import dev.runnerfleet.scaler.core.fleet.RunnerState.Requested;
import java.util.List;

/** A pool's runners that are not gone. */
public record Fleet(List<Member> members) {

  public static final Fleet EMPTY = new Fleet(List.of());

  public Fleet {
    members = members.stream().filter(member -> member.state() instanceof Live).toList();
  }

  /** Every runner from requested to terminating: what max runners limits. */
  public int size() {
    return count(Live.class::isInstance);
  }

  /** Those ordered, not yet launched and not recalled. */
  public List<Member> requested() {
    return members.stream()
        .filter(m -> m.state() instanceof Requested requested && !requested.recalled())
        .toList();
  }

  public int recalled() {
    return count(s -> s instanceof Requested requested && requested.recalled());
  }

  public List<Member> booting() {
    return members.stream().filter(m -> m.state() instanceof Booting).toList();
  }

  public List<Member> idle() {
    return members.stream().filter(m -> m.state() instanceof Idle).toList();
  }

  public int busy() {
    return count(Busy.class::isInstance);
  }

  /** Jobs on busy runners; those on draining ones need no slot any more. */
  public int runningJobs() {
    return members.stream()
        .mapToInt(m -> m.state() instanceof Busy busy ? busy.jobs() * m.runners() : 0)
        .sum();
  }

  private int count(java.util.function.Predicate<RunnerState> wanted) {
    return members.stream().mapToInt(m -> wanted.test(m.state()) ? m.runners() : 0).sum();
  }
}
