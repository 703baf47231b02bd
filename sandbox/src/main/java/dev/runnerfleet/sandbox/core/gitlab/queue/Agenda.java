package dev.runnerfleet.sandbox.core.gitlab.queue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/** Which delayed jobs begin when. */
public final class Agenda {
  private final NavigableMap<Instant, List<Long>> due = new TreeMap<>();

  public void add(long job, Instant at) {
    due.computeIfAbsent(at, unused -> new ArrayList<>()).add(job);
  }

  /** Takes out those whose time has come, the earliest first. */
  public List<Long> take(Instant now) {
    var reached = due.headMap(now, true);
    List<Long> jobs = reached.values().stream().flatMap(List::stream).toList();
    reached.clear();
    return jobs;
  }
}
