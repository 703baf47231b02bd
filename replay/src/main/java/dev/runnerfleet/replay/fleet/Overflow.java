package dev.runnerfleet.replay.fleet;

import dev.runnerfleet.contracts.PoolName;
import dev.runnerfleet.scaler.core.pool.Reassignment;
import dev.runnerfleet.scaler.core.queue.Job;
import dev.runnerfleet.scaler.core.queue.Wish;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Moves queued jobs from pools that hold them to pools that have room, the youngest first. */
final class Overflow {

  private final Desks desks;

  Overflow(Desks desks) {
    this.desks = desks;
  }

  /** A job that is with another pool from now on. */
  record Moved(Job job, Desk from, Desk to) {}

  private record Alike(Set<String> tags, boolean refProtected, Desk desk) {}

  List<Moved> move(Instant now) {
    Map<PoolName, Integer> held = new HashMap<>();
    for (Desk desk : desks.all()) {
      if (desk.full()) {
        held.put(desk.name(), desk.heldJobs());
      }
    }
    boolean allServe = desks.pools().stream().allMatch(pool -> pool.serves(now));
    if (desks.all().size() == 1 || (held.isEmpty() && allServe)) {
      return List.of();
    }
    Map<Alike, List<Job>> alike = new LinkedHashMap<>();
    for (Desk desk : desks.all()) {
      for (Job job : desk.waiting()) {
        Wish wish = job.wish();
        if (wish != null) {
          alike
              .computeIfAbsent(
                  new Alike(wish.tags(), wish.refProtected(), desk), unused -> new ArrayList<>())
              .add(job);
        }
      }
    }
    return move(alike, held, now);
  }

  private List<Moved> move(Map<Alike, List<Job>> alike, Map<PoolName, Integer> held, Instant now) {
    Map<Reassignment.Kind, List<Job>> kinds = new LinkedHashMap<>();
    alike.forEach(
        (each, jobs) ->
            kinds.put(
                new Reassignment.Kind(
                    each.tags(), each.refProtected(), each.desk().name(), jobs.size()),
                jobs));
    List<Moved> moved = new ArrayList<>();
    for (Reassignment.Move move : Reassignment.of(kinds.keySet(), desks.pools(), held, now)) {
      PoolName from = move.kind().pool();
      PoolName to = move.to();
      if (from != null && to != null) {
        kinds.getOrDefault(move.kind(), List.of()).reversed().stream()
            .limit(move.most())
            .forEach(job -> moved.add(new Moved(job, desks.of(from), desks.of(to))));
      }
    }
    return moved;
  }
}
