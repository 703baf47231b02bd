package dev.runnerfleet.jobwatcher;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What an operator sets of the job-watcher. */
@ConfigMapping(prefix = "runnerfleet")
public interface WatcherConfig {

  /** What GitLab sends as X-Gitlab-Token; without one every webhook is believed. */
  Optional<String> webhookSecret();

  /** The key under which GitLab signs webhooks, whsec_ and base64; without one none need be. */
  Optional<String> webhookSigningToken();

  /** Where GitLab's webhooks shall go, as GitLab sees it; needed to install them. */
  Optional<URI> webhookUrl();

  /** How often active jobs are asked for: of the instance, or of a project with recent activity. */
  @WithDefault("10s")
  Duration pollInterval();

  /** How often at least a project is asked that has been silent for long. */
  @WithDefault("1m")
  Duration pollSilentInterval();

  /** The care for webhooks that GitLab has switched off. */
  Hooks hooks();

  /** How long jobs are remembered that nothing was heard of. */
  @WithDefault("7d")
  Duration keepHistory();

  /** Where jobs come from. */
  GitLab gitlab();

  /** GitLab's address, our token for it, and what of it is watched. */
  interface GitLab {

    /** Base address without /api/v4. */
    @WithDefault("http://localhost:8090/gitlab")
    URI url();

    /** A token with the scope read_api; without one nothing is polled. */
    Optional<String> token();

    /**
     * Projects to poll, by id or path. With no projects and no groups given: all that the token is
     * a member of, or every project where it is an administrator's.
     */
    Optional<List<String>> projects();

    /** Groups whose projects are polled, those of their subgroups too, by id or path. */
    Optional<List<String>> groups();

    /** How many requests this replica makes in any minute, at most. */
    @WithDefault("600")
    int requestsPerMinute();
  }

  /** How webhooks are cared for. */
  interface Hooks {
    /** How often GitLab is asked whether it still calls ours. */
    @WithDefault("5m")
    Duration interval();

    /** Whether those that GitLab has switched off are switched on again. */
    @WithDefault("false")
    boolean enable();
  }
}
