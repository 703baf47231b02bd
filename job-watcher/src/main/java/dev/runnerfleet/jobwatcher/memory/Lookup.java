package dev.runnerfleet.jobwatcher.memory;

import dev.runnerfleet.contracts.JobId;
import dev.runnerfleet.contracts.ProjectId;
import dev.runnerfleet.delivery.Background;
import dev.runnerfleet.delivery.VertxContext;
import dev.runnerfleet.jobwatcher.WatcherConfig;
import dev.runnerfleet.jobwatcher.core.Job;
import dev.runnerfleet.jobwatcher.core.Ref;
import dev.runnerfleet.jobwatcher.core.RequestBudget.Purpose;
import dev.runnerfleet.jobwatcher.core.Requirements;
import dev.runnerfleet.jobwatcher.gathering.Gathering;
import dev.runnerfleet.jobwatcher.source.JobSource;
import dev.runnerfleet.jobwatcher.source.ListedJob;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * Asks GitLab what jobs need that memory has nothing of, and remembers it. A project is asked once
 * at a time: a single job by itself, all that came meanwhile in one list.
 */
@ApplicationScoped
public class Lookup {

  private static final Logger LOG = Logger.getLogger(Lookup.class);

  /** GitLab gives up on a webhook after ten seconds and must have its answer well before. */
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  private static final int AT_ONCE = 500;

  private final JobSource source;
  private final Protections protections;
  private final RequirementsMemory memory;
  private final Background background;
  private final boolean able;
  private final Map<ProjectId, Gathering<Job, Optional<Requirements>>> byProject =
      new ConcurrentHashMap<>();

  Lookup(
      JobSource source,
      Protections protections,
      RequirementsMemory memory,
      Background background,
      WatcherConfig config) {
    this.source = source;
    this.protections = protections;
    this.memory = memory;
    this.background = background;
    this.able = config.gitlab().token().isPresent();
  }

  /** What the job needs; nothing where GitLab does not say in time. Polling will find out. */
  public Uni<Optional<Requirements>> ask(Job job) {
    if (!able) {
      return Uni.createFrom().item(Optional.empty());
    }
    return VertxContext.returning(
            () ->
                gathering(job.project())
                    .add(job)
                    .ifNoItem()
                    .after(PATIENCE)
                    .fail()
                    .subscribeAsCompletionStage())
        .onFailure()
        .recoverWithItem(failure -> unanswered(job, failure));
  }

  private Gathering<Job, Optional<Requirements>> gathering(ProjectId project) {
    return byProject.computeIfAbsent(
        project, key -> new Gathering<>("tag lookup", background, AT_ONCE, this::lookUp));
  }

  private Uni<List<Optional<Requirements>>> lookUp(List<Job> jobs) {
    return asked(jobs)
        .chain(found -> withProtection(jobs, found))
        .onFailure()
        .recoverWithItem(failure -> jobs.stream().map(job -> unanswered(job, failure)).toList());
  }

  private Uni<Map<JobId, Set<String>>> asked(List<Job> jobs) {
    Job first = jobs.getFirst();
    return jobs.size() == 1
        ? source
            .job(first.project(), first.id(), Purpose.LOOKUP)
            .map(found -> tags(found.stream().toList()))
        : source.activeJobs(first.project(), Purpose.LOOKUP).map(Lookup::tags);
  }

  private static Map<JobId, Set<String>> tags(List<ListedJob> found) {
    return found.stream()
        .collect(Collectors.toMap(each -> each.job().id(), ListedJob::tags, (one, same) -> one));
  }

  private Uni<List<Optional<Requirements>>> withProtection(
      List<Job> jobs, Map<JobId, Set<String>> tags) {
    ProjectId project = jobs.getFirst().project();
    List<Job> found = jobs.stream().filter(job -> tags.containsKey(job.id())).toList();
    Set<Ref> refs = found.stream().map(Job::ref).collect(Collectors.toSet());
    return learn(project, found, tags)
        .chain(() -> protections.of(project, refs, Purpose.LOOKUP, Lookup::refUnanswered))
        .map(isProtected -> jobs.stream().map(job -> needed(job, tags, isProtected)).toList());
  }

  private Uni<Void> learn(ProjectId project, List<Job> found, Map<JobId, Set<String>> tags) {
    Map<String, Set<String>> byName = new HashMap<>();
    found.forEach(job -> byName.put(job.name(), tags.getOrDefault(job.id(), Set.of())));
    return byName.isEmpty()
        ? Uni.createFrom().voidItem()
        : Panache.withTransaction(() -> memory.learnTags(project, byName));
  }

  private static Optional<Requirements> needed(
      Job job, Map<JobId, Set<String>> tags, Map<Ref, Boolean> isProtected) {
    Set<String> own = tags.get(job.id());
    Boolean refProtected = isProtected.get(job.ref());
    return own == null || refProtected == null
        ? Optional.empty()
        : Optional.of(new Requirements(own, refProtected));
  }

  private static void refUnanswered(Throwable failure) {
    LOG.warnf(
        "Not known whether a ref is protected, left to polling reason=%s", failure.getMessage());
  }

  private static Optional<Requirements> unanswered(Job job, Throwable failure) {
    LOG.warnf(
        "Tags of a queued job not known yet, left to polling job=%s reason=%s",
        job.id(), failure.getMessage());
    return Optional.empty();
  }
}
