package dev.runnerfleet.sandbox.core.gitlab;

import dev.runnerfleet.sandbox.core.effect.Effect;
import dev.runnerfleet.sandbox.core.gitlab.access.AccessTokens;
import dev.runnerfleet.sandbox.core.gitlab.access.RequestLimit;
import dev.runnerfleet.sandbox.core.gitlab.hook.Hook;
import dev.runnerfleet.sandbox.core.gitlab.hook.HookDue;
import dev.runnerfleet.sandbox.core.gitlab.hook.HookEvent;
import dev.runnerfleet.sandbox.core.gitlab.hook.Hooks;
import dev.runnerfleet.sandbox.core.gitlab.identity.Secrets;
import dev.runnerfleet.sandbox.core.gitlab.job.JobChanged;
import dev.runnerfleet.sandbox.core.gitlab.job.Jobs;
import dev.runnerfleet.sandbox.core.gitlab.job.PipelineChanged;
import dev.runnerfleet.sandbox.core.gitlab.job.Pipelines;
import dev.runnerfleet.sandbox.core.gitlab.life.Lifecycle;
import dev.runnerfleet.sandbox.core.gitlab.project.Projects;
import dev.runnerfleet.sandbox.core.gitlab.protocol.RunnerProtocol;
import dev.runnerfleet.sandbox.core.gitlab.runner.Runners;
import dev.runnerfleet.sandbox.core.gitlab.workload.JobMaker;
import dev.runnerfleet.sandbox.core.gitlab.workload.Workloads;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The simulated GitLab. */
public final class Forge {
  private final Projects projects;
  private final Runners runners;
  private final Lifecycle lifecycle;
  private final RunnerProtocol protocol;
  private final JobMaker maker;
  private final Workloads workloads;
  private final AccessTokens tokens;
  private final RequestLimit userLimit;
  private final RequestLimit runnerLimit;
  private final Hooks hooks;
  private Instant now = Instant.EPOCH;

  public Forge(ForgeSettings settings) {
    var secrets = new Secrets(settings.seed() + settings.firstId());
    this.projects = new Projects(settings.firstId());
    this.runners = new Runners(settings.firstId(), secrets);
    this.lifecycle = new Lifecycle(settings.firstId(), projects, runners, secrets);
    this.protocol = new RunnerProtocol(projects, runners, lifecycle);
    this.maker = new JobMaker(projects, lifecycle);
    this.workloads = new Workloads(maker, lifecycle.jobs());
    this.tokens = new AccessTokens(new Secrets(settings.seed() ^ settings.firstId()));
    this.userLimit = new RequestLimit(settings.limits().ofUser());
    this.runnerLimit = new RequestLimit(settings.limits().ofRunner());
    this.hooks = new Hooks(settings.firstId(), settings.disablesFailingHooks());
  }

  /** Moves everything that depends on time forward. */
  public void advance(Instant to) {
    now = to;
    lifecycle.advance(to);
    workloads.advance(to);
  }

  /**
   * What happened since the last call that the outside has to act on: each change, and after it the
   * hooks that are to hear of it.
   */
  public List<Effect> takeEffects() {
    var effects = new ArrayList<Effect>();
    for (Effect change : lifecycle.takeEffects()) {
      effects.add(change);
      for (Hook hook : listening(change)) {
        effects.add(new HookDue(hook, change));
      }
    }
    return effects;
  }

  private List<Hook> listening(Effect change) {
    return switch (change) {
      case JobChanged job -> hooks.listening(job.project(), HookEvent.JOB_EVENTS, now);
      case PipelineChanged pipeline ->
          hooks.listening(pipeline.project(), HookEvent.PIPELINE_EVENTS, now);
      default -> List.of();
    };
  }

  /** Jobs by GitLab status. */
  public Map<String, Long> jobCounts() {
    return jobs().counts();
  }

  /** Runners by status. */
  public Map<String, Long> runnerCounts() {
    return runners.counts(now);
  }

  /** Whether a job runs on the runner manager with this {@code system_id}. */
  public boolean isBusy(String systemId) {
    return jobs().isSystemBusy(systemId);
  }

  public Projects projects() {
    return projects;
  }

  public Runners runners() {
    return runners;
  }

  public Jobs jobs() {
    return lifecycle.jobs();
  }

  public Pipelines pipelines() {
    return lifecycle.pipelines();
  }

  public Lifecycle lifecycle() {
    return lifecycle;
  }

  public RunnerProtocol protocol() {
    return protocol;
  }

  public JobMaker maker() {
    return maker;
  }

  public AccessTokens tokens() {
    return tokens;
  }

  /** On requests of users. */
  public RequestLimit userLimit() {
    return userLimit;
  }

  /** On runners' requests for jobs. */
  public RequestLimit runnerLimit() {
    return runnerLimit;
  }

  public Hooks hooks() {
    return hooks;
  }

  public Workloads workloads() {
    return workloads;
  }
}
