package dev.runnerfleet.replay.outcome;

import dev.runnerfleet.contracts.Usd;
import dev.runnerfleet.contracts.runner.Offering;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Books of a replay: each job's wait once, each machine's time once. */
public final class Ledger {

  private final Course course;
  private final Waits waits = new Waits();
  private final Map<Long, Rented> open = new HashMap<>();
  private final Map<Offering.Market, Usd> costs = new EnumMap<>(Offering.Market.class);
  private final Map<String, int[]> calls = new TreeMap<>();
  private final Map<String, Integer> unmatchedByTags = new TreeMap<>();
  private Usd onDemandCost = Usd.ZERO;
  private Duration machineTime = Duration.ZERO;
  private Duration work = Duration.ZERO;
  private Duration lost = Duration.ZERO;
  private Duration lived = Duration.ZERO;
  private long launches;
  private long givenBack;
  private int queued;
  private int ended;
  private int unmatched;
  private int interruptions;
  private int redone;
  private int failed;
  private int running;
  private Instant moved = Instant.MIN;

  public Ledger(Course course) {
    this.course = course;
  }

  /** A job of the trace came. */
  public void queued(Instant at) {
    queued++;
    move(at, 1, 0);
  }

  /** No pool takes the job, which therefore never starts. */
  public void unmatched(Set<String> tags, Instant at) {
    unmatched++;
    String sorted = String.join(" ", new TreeSet<>(tags));
    unmatchedByTags.merge(sorted.isEmpty() ? "(untagged)" : sorted, 1, Integer::sum);
    move(at, -1, 0);
  }

  /** A job that was queued for the first time then is given away, and starts a little later. */
  public void started(Instant queuedAt, Instant startsAt, Instant at) {
    waits.add(Duration.between(queuedAt, startsAt));
    move(at, -1, 1);
  }

  /** A job starts again that was cut short before. */
  public void startedAgain(Instant at) {
    move(at, -1, 1);
  }

  public void ended(Duration ran, Instant at) {
    ended++;
    work = work.plus(ran);
    move(at, 0, -1);
  }

  /** A job was cut short and waits again. */
  public void redone(Duration ran, Instant at) {
    redone++;
    lost = lost.plus(ran);
    move(at, 1, -1);
  }

  /** A job was cut short and is not tried again. */
  public void failed(Duration ran, Instant at) {
    failed++;
    lost = lost.plus(ran);
    move(at, 0, -1);
  }

  /** A job was taken and given up before it began. */
  public void givenUp(Instant at) {
    failed++;
    move(at, -1, 0);
  }

  private void move(Instant at, int waitingBy, int runningBy) {
    running += runningBy;
    moved = at;
    course.change(at, waitingBy, runningBy, 0);
  }

  /** Whether no job runs, none has begun or ended for so long, and yet some wait. */
  public boolean hasStoodStill(Duration time, Instant at) {
    return running == 0 && unsettled() > 0 && at.isAfter(moved.plus(time));
  }

  /** Jobs that wait or run. */
  public int unsettled() {
    return queued - unmatched - ended - failed;
  }

  public int endedSoFar() {
    return ended;
  }

  public void interrupted() {
    interruptions++;
  }

  public void called(String action) {
    calls.computeIfAbsent(action, same -> new int[2])[0]++;
  }

  public void refused(String action) {
    calls.computeIfAbsent(action, same -> new int[2])[1]++;
  }

  /** A machine is paid for from now on. */
  public Rented rent(Offering.Market market, Usd price, Usd onDemandPrice, Instant at) {
    Rented rented = new Rented(launches++, market, price, onDemandPrice, at);
    open.put(rented.number(), rented);
    course.change(at, 0, 0, 1);
    return rented;
  }

  /** It is given back. */
  public void giveBack(Rented rented, Instant at) {
    if (open.remove(rented.number()) == null) {
      throw new IllegalStateException("A machine was given back twice");
    }
    bill(rented, at);
    givenBack++;
    lived = lived.plus(Duration.between(rented.since(), at));
    course.change(at, 0, 0, -1);
  }

  private void bill(Rented rented, Instant until) {
    Duration billed = rented.billed(until);
    machineTime = machineTime.plus(billed);
    costs.merge(rented.market(), Rented.cost(rented.hourlyPrice(), billed), Usd::plus);
    onDemandCost = onDemandCost.plus(Rented.cost(rented.onDemandPrice(), billed));
  }

  /** Ends the books: what still stands is billed until then. */
  public Outcome close(String title, int slotsPerMachine, Instant at) {
    open.values().forEach(rented -> bill(rented, at));
    open.clear();
    return new Outcome(
        title,
        new Outcome.Jobs(
            queued, ended, unmatched, failed, unsettled(), interruptions, redone, unmatchedByTags),
        waits,
        new Outcome.Time(work, lost, machineTime, slotsPerMachine),
        new Outcome.Machines(launches, givenBack, lived),
        calls.entrySet().stream()
            .map(
                entry ->
                    new Outcome.Calls(entry.getKey(), entry.getValue()[0], entry.getValue()[1]))
            .toList(),
        new Outcome.Money(Map.copyOf(costs), onDemandCost),
        course);
  }
}
