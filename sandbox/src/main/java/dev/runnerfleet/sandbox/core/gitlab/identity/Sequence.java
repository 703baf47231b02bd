package dev.runnerfleet.sandbox.core.gitlab.identity;

/** Numbers that are given once each, in ascending order. */
public final class Sequence {
  private long next;

  public Sequence(long first) {
    this.next = first;
  }

  public long take() {
    return next++;
  }
}
