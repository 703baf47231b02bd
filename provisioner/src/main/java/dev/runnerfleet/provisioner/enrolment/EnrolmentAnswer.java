package dev.runnerfleet.provisioner.enrolment;

import org.jspecify.annotations.Nullable;

/**
 * What a machine needs to serve jobs. Holds a secret: it goes to the machine and nowhere else.
 *
 * @param gitlabUrl GitLab's base address
 * @param token the authentication token of the GitLab runner that was made for the machine
 * @param executor GitLab Runner's executor
 * @param slots how many jobs it runs at a time
 * @param runnerConfig the pool's TOML of {@code [[runners]]} settings; none where it has none
 * @param reportUrl where it reports how it is and what AWS tells it
 * @param reportKey what its reports are believed by
 */
record EnrolmentAnswer(
    String runner,
    String gitlabUrl,
    String token,
    String executor,
    int slots,
    String name,
    @Nullable String runnerConfig,
    String reportUrl,
    String reportKey) {
  @Override
  public String toString() {
    return "EnrolmentAnswer[runner=" + runner + "]";
  }
}
