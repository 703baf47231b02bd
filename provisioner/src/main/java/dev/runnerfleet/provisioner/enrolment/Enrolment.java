package dev.runnerfleet.provisioner.enrolment;

import dev.runnerfleet.contracts.GitLabRunnerId;
import dev.runnerfleet.provisioner.ProvisionerConfig;
import dev.runnerfleet.provisioner.core.EnrolmentRule;
import dev.runnerfleet.provisioner.core.EnrolmentRule.Denial;
import dev.runnerfleet.provisioner.core.IdentityDocument;
import dev.runnerfleet.provisioner.enrolment.EnrolmentStore.Begun;
import dev.runnerfleet.provisioner.enrolment.EnrolmentStore.Candidate;
import dev.runnerfleet.provisioner.enrolment.EnrolmentStore.Enrolled;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Lets a machine enrol: it is ours, in time, proven, and has no GitLab runner that ever worked. The
 * order is intent, GitLab, outcome; an enrolment that got lost in between is found by its intent.
 */
@ApplicationScoped
class Enrolment {

  private static final Logger LOG = Logger.getLogger(Enrolment.class);

  private final EnrolmentStore store;
  private final Proofs proofs;
  private final GitLabRunners gitlab;
  private final ProvisionerConfig config;
  private final EnrolmentMetrics metrics;
  private final Clock clock;
  private final SecureRandom random = new SecureRandom();

  Enrolment(
      EnrolmentStore store,
      Proofs proofs,
      GitLabRunners gitlab,
      ProvisionerConfig config,
      EnrolmentMetrics metrics,
      Clock clock) {
    this.store = store;
    this.proofs = proofs;
    this.gitlab = gitlab;
    this.config = config;
    this.metrics = metrics;
    this.clock = clock;
  }

  /**
   * Enrols the machine.
   *
   * @return fails with {@link DeniedException} when it may not, with anything else when it cannot
   *     be told or done now
   */
  Uni<EnrolmentAnswer> enrol(
      IdentityDocument document, String text, String signature, String peerAddress) {
    return store
        .find(document.instance(), document.region())
        .map(found -> found.orElseThrow(() -> new DeniedException(Denial.UNKNOWN_INSTANCE)))
        .call(candidate -> admit(candidate, document, text, signature, peerAddress))
        .chain(store::begin)
        .chain(begun -> register(begun, document));
  }

  private Uni<Void> admit(
      Candidate candidate,
      IdentityDocument document,
      String text,
      String signature,
      String peerAddress) {
    return proofs
        .check(document, text, signature, peerAddress)
        .invoke(
            proof -> {
              Optional<Denial> denial =
                  EnrolmentRule.denial(
                      document,
                      candidate.launch(),
                      proof.account(),
                      config.registrationTime(),
                      clock.instant());
              if (!proof.proven()) {
                throw new DeniedException(Denial.BAD_PROOF);
              }
              denial.ifPresent(
                  reason -> {
                    throw new DeniedException(reason);
                  });
            })
        .replaceWithVoid();
  }

  private Uni<EnrolmentAnswer> register(Begun begun, IdentityDocument document) {
    return clearTheWay(begun)
        .chain(() -> gitlab.create(wanted(begun.candidate(), document)))
        .chain(created -> complete(begun, document, created))
        .onFailure(DeniedException.class)
        .call(() -> store.forbid(begun))
        .onFailure(failure -> !(failure instanceof DeniedException))
        .call(() -> store.release(begun));
  }

  /** Removes what earlier enrolments of the machine made, unless that is at work. */
  private Uni<Void> clearTheWay(Begun begun) {
    Candidate candidate = begun.candidate();
    Uni<Void> leftovers =
        begun.leftovers()
            ? gitlab.deleteLeftovers(candidate.pool().gitlab(), candidate.runner())
            : Uni.createFrom().voidItem();
    Long previous = begun.previous();
    return previous == null ? leftovers : replace(previous).chain(() -> leftovers);
  }

  private Uni<Void> replace(long previous) {
    return gitlab
        .hasContacted(previous)
        .invoke(
            contacted -> {
              // Gone means that somebody took the machine out of service.
              if (contacted.isEmpty() || contacted.get()) {
                throw new DeniedException(Denial.ALREADY_ENROLLED);
              }
            })
        .chain(() -> gitlab.delete(previous));
  }

  private GitLab.NewRunner wanted(Candidate candidate, IdentityDocument document) {
    return RunnerDescription.of(
        config.fleetName(), candidate.pool(), candidate.runner(), document, candidate.market());
  }

  private Uni<EnrolmentAnswer> complete(
      Begun begun, IdentityDocument document, GitLab.CreatedRunner created) {
    Candidate candidate = begun.candidate();
    ReportKey reportKey = ReportKey.random(random);
    return store
        .complete(
            begun,
            new Enrolled(document.instance(), new GitLabRunnerId(created.id()), reportKey.digest()))
        .chain(
            kept ->
                switch (kept) {
                  case KEPT -> Uni.createFrom().item(answer(candidate, created, reportKey));
                  case CLOSED -> discard(created, new DeniedException(Denial.RUNNER_CLOSED));
                  case OVERTAKEN ->
                      discard(created, new NotNowException("another enrolment took over"));
                })
        .invoke(() -> registered(candidate, document, created));
  }

  private Uni<EnrolmentAnswer> discard(GitLab.CreatedRunner created, RuntimeException reason) {
    Uni<EnrolmentAnswer> failed = Uni.createFrom().failure(reason);
    return gitlab.delete(created.id()).chain(() -> failed);
  }

  private void registered(
      Candidate candidate, IdentityDocument document, GitLab.CreatedRunner created) {
    metrics.registered(
        candidate.pool().name().value(), candidate.launch().launchedAt(), clock.instant());
    LOG.infof(
        "Runner registered runner=%s pool=%s instance=%s gitlabRunner=%d",
        candidate.runner(), candidate.pool().name(), document.instance(), created.id());
  }

  private EnrolmentAnswer answer(
      Candidate candidate, GitLab.CreatedRunner created, ReportKey reportKey) {
    return new EnrolmentAnswer(
        candidate.runner().value(),
        config.gitlab().url().toString(),
        created.token(),
        RunnerDescription.gitLabExecutor(candidate.pool().machine().executor()),
        candidate.pool().capacity().slotsPerRunner(),
        candidate.pool().name() + "/" + candidate.runner(),
        candidate.pool().machine().runnerConfig(),
        config.reportUrl().toString(),
        reportKey.value());
  }
}
