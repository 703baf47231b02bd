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

  /** How often GitLab is asked for all active jobs. */
  @WithDefault("10s")
  Duration pollInterval();

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
  }
}
