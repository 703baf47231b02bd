package dev.runnerfleet.jobwatcher.memory;

import dev.runnerfleet.delivery.VertxContext;
import dev.runnerfleet.jobwatcher.WatcherConfig;
import dev.runnerfleet.jobwatcher.core.Job;
import dev.runnerfleet.jobwatcher.core.Requirements;
import dev.runnerfleet.jobwatcher.gitlab.GitLab;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Asks GitLab what a job needs that memory has nothing of. */
@ApplicationScoped
public class Lookup {

  private static final Logger LOG = Logger.getLogger(Lookup.class);

  /** GitLab gives up on a webhook after ten seconds and must have its answer well before. */
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  private final GitLab gitlab;
  private final boolean able;

  Lookup(GitLab gitlab, WatcherConfig config) {
    this.gitlab = gitlab;
    this.able = config.gitlab().token().isPresent();
  }

  /** What the job needs; nothing where GitLab does not say in time. Polling will find out. */
  public Uni<Optional<Requirements>> ask(Job job) {
    if (!able) {
      return Uni.createFrom().item(Optional.empty());
    }
    return VertxContext.returning(
            () -> both(job).ifNoItem().after(PATIENCE).fail().subscribeAsCompletionStage())
        .onFailure()
        .recoverWithItem(failure -> unanswered(job, failure));
  }

  private Uni<Optional<Requirements>> both(Job job) {
    return Uni.combine()
        .all()
        .unis(gitlab.job(job.project(), job.id()), gitlab.isProtected(job.project(), job.ref()))
        .with(
            (found, isProtected) ->
                found.map(listed -> new Requirements(listed.tags(), isProtected)));
  }

  private static Optional<Requirements> unanswered(Job job, Throwable failure) {
    LOG.warnf(
        "Tags of a queued job not known yet, left to polling job=%s reason=%s",
        job.id(), failure.getMessage());
    return Optional.empty();
  }
}
