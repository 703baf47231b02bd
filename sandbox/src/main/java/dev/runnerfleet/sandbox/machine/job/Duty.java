package dev.runnerfleet.sandbox.machine.job;

/** Whether a machine takes jobs, and whether those that it has may go on. */
public final class Duty {
  private volatile boolean over;
  private volatile boolean aborting;

  /** It takes no more jobs; those that it has go on. */
  public void end() {
    over = true;
  }

  /** Its time is up: what runs is ended, so that GitLab hears of it. */
  public void abort() {
    over = true;
    aborting = true;
  }

  boolean takesJobs() {
    return !over;
  }

  boolean aborts() {
    return aborting;
  }
}
