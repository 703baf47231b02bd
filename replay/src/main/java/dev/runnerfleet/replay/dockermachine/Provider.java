package dev.runnerfleet.replay.dockermachine;

import dev.runnerfleet.replay.dockermachine.config.Idling;
import dev.runnerfleet.replay.dockermachine.config.RunnerEntry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * The machines of one entry, and what is done about them each time that a job is about to be asked
 * for (provider.go). There is no other moment at which machines are made ahead or removed.
 */
final class Provider {

  private final RunnerEntry entry;
  private final Consumer<Machine> create;
  private final Consumer<Machine> remove;
  private final Predicate<Machine> connects;
  private final TreeMap<Long, Machine> machines = new TreeMap<>();
  private long made;

  /**
   * Without any machine at first.
   *
   * @param create is told of a machine that is to be created
   * @param remove is told of one that is to be removed
   * @param connects whether a machine answers; asked only where that is not known for a while
   */
  Provider(
      RunnerEntry entry,
      Consumer<Machine> create,
      Consumer<Machine> remove,
      Predicate<Machine> connects) {
    this.entry = entry;
    this.connects = connects;
    this.create = create;
    this.remove = remove;
  }

  /** What comes of wanting to ask for a job. */
  sealed interface Acquired {
    /** With this machine held for it. */
    record Held(Machine machine) implements Acquired {}

    /** Without one: it is created once there is a job. */
    record OnDemand() implements Acquired {}

    /** Not at all: GitLab is not asked while no machine is free. */
    record NoneFree() implements Acquired {}
  }

  Acquired acquire(Instant now) {
    Idling idling = entry.idlingAt(now);
    Tally tally = new Tally();
    List<Machine> valid = new ArrayList<>();
    for (Machine machine : machines.values()) {
      if (shouldRemove(machine, idling, tally, now)) {
        remove(machine);
      } else {
        valid.add(machine);
      }
      tally.add(machine.state());
    }
    while (canCreate(idling, tally, false)) {
      create(now);
      tally.add(Machine.State.CREATING);
    }
    Optional<Machine> free = newestFree(valid, now);
    if (free.isPresent()) {
      free.get().acquire();
      return new Acquired.Held(free.get());
    }
    if (idling.count() == 0 && canCreate(idling, tally, true)) {
      return new Acquired.OnDemand();
    }
    return tally.idle() == 0 ? new Acquired.NoneFree() : new Acquired.OnDemand();
  }

  private boolean shouldRemove(Machine machine, Idling idling, Tally tally, Instant now) {
    if (machine.state() != Machine.State.IDLE) {
      return false;
    }
    boolean worn = entry.maxBuilds() > 0 && machine.builds() >= entry.maxBuilds();
    boolean tooMany = entry.limit() > 0 && tally.total() >= entry.limit();
    boolean unused = now.isAfter(machine.lastUsed().plus(idling.time()));
    return worn || tooMany || (unused && idling.isExceeded(tally.available(), tally.used()));
  }

  private boolean canCreate(Idling idling, Tally tally, boolean onDemand) {
    boolean growing = entry.maxGrowth() > 0 && tally.creating() >= entry.maxGrowth();
    boolean full = entry.limit() > 0 && tally.total() >= entry.limit();
    boolean wanted =
        (onDemand && idling.count() <= 0) || !idling.isExceeded(tally.available(), tally.used());
    return !growing && !full && wanted;
  }

  /** The newest that is free: jobs go to those that scaling down takes first. */
  Optional<Machine> newestFree(Instant now) {
    return newestFree(new ArrayList<>(machines.values()), now);
  }

  private Optional<Machine> newestFree(List<Machine> all, Instant now) {
    return all.reversed().stream()
        .filter(machine -> machine.state() == Machine.State.IDLE)
        .filter(machine -> machine.isBelievedToConnect(now) || connectsNow(machine, now))
        .findFirst();
  }

  /** Whether it answers at this moment; one that does not is removed: "machine is unavailable". */
  boolean connectsNow(Machine machine, Instant now) {
    boolean connected = machine.isWhole() && connects.test(machine);
    if (connected) {
      machine.connected(now);
    } else {
      remove(machine);
    }
    return connected;
  }

  /** A machine of the manager's process before this one. */
  Machine find(Machine before, Instant now) {
    boolean whole = before.isWhole() && before.state() != Machine.State.CREATING;
    Machine found = Machine.found(before.number(), now, whole);
    machines.put(found.number(), found);
    made = Math.max(made, found.number());
    return found;
  }

  /** Creates a machine for a job that is there. */
  Machine create(Instant now) {
    Machine machine = new Machine(++made, now);
    machines.put(machine.number(), machine);
    create.accept(machine);
    return machine;
  }

  void remove(Machine machine) {
    machine.remove();
    remove.accept(machine);
  }

  /** It is gone, whoever ended it. */
  void forget(Machine machine) {
    machines.remove(machine.number());
  }

  List<Machine> machines() {
    return List.copyOf(machines.values());
  }
}
