package dev.runnerfleet.replay.dockermachine;

/**
 * Machines counted by state. Counts grow while the machines are gone through, so that what is
 * judged by them early is judged by less than there is (details.go).
 */
final class Tally {

  private int idle;
  private int acquired;
  private int creating;
  private int used;
  private int removing;

  void add(Machine.State state) {
    switch (state) {
      case IDLE -> idle++;
      case ACQUIRED -> acquired++;
      case CREATING -> creating++;
      case USED -> used++;
      case REMOVING -> removing++;
    }
  }

  int available() {
    return acquired + creating + idle;
  }

  int idle() {
    return idle;
  }

  int creating() {
    return creating;
  }

  int used() {
    return used;
  }

  /** Of every state, those on their way out included: what limit counts. */
  int total() {
    return available() + used + removing;
  }
}
