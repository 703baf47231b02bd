package dev.runnerfleet.jobwatcher.gitlab;

import dev.runnerfleet.contracts.GitLabRunnerId;
import dev.runnerfleet.contracts.InvalidValueException;
import dev.runnerfleet.contracts.JobId;
import dev.runnerfleet.contracts.PipelineId;
import dev.runnerfleet.contracts.ProjectId;
import dev.runnerfleet.jobwatcher.core.GitLabState;
import dev.runnerfleet.jobwatcher.core.GitLabTime;
import dev.runnerfleet.jobwatcher.core.Job;
import dev.runnerfleet.jobwatcher.core.Ref;
import dev.runnerfleet.jobwatcher.gitlab.GraphQlApi.Gid;
import dev.runnerfleet.jobwatcher.gitlab.GraphQlApi.Node;
import dev.runnerfleet.jobwatcher.source.ListedJob;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Jobs as GitLab's GraphQL interface tells them. */
final class GraphQlJobs {

  /** Of the whole instance; GitLab finds none for whoever is not its administrator. */
  static final String QUERY =
      """
      query activeJobs($after: String) {
        jobs(statuses: [PENDING, RUNNING], first: 100, after: $after) {
          pageInfo { hasNextPage endCursor }
          nodes {
            ... on CiJob {
              id name status tags refName createdByTag createdAt queuedAt startedAt
              project { id }
              pipeline { id }
              runner { id }
            }
          }
        }
      }
      """;

  private static final String BUILD = "gid://gitlab/Ci::Build/";

  private GraphQlJobs() {}

  /** A job that runs on a runner; nothing for what triggers other pipelines. */
  static Optional<ListedJob> of(@Nullable Node node, Instant now) {
    return node != null && node.id() != null && node.id().startsWith(BUILD)
        ? Optional.of(job(node, node.id(), now))
        : Optional.empty();
  }

  private static ListedJob job(Node node, String id, Instant now) {
    Job job =
        new Job(
            new JobId(number("id", id)),
            new ProjectId(number("project", node.project())),
            new PipelineId(number("pipeline", node.pipeline())),
            RestJobs.required("name", node.name()),
            new Ref(
                node.refName() == null ? "" : node.refName(),
                Boolean.TRUE.equals(node.createdByTag())));
    GitLabState state =
        new GitLabState(
            RestJobs.required("status", node.status()).toLowerCase(Locale.ROOT),
            GitLabTime.parse(node.createdAt()),
            GitLabTime.parse(node.startedAt()),
            null,
            since(GitLabTime.parse(node.queuedAt()), now),
            node.runner() == null ? null : new GitLabRunnerId(number("runner", node.runner())),
            null);
    return new ListedJob(
        job, state.toStatus(now), Set.copyOf(node.tags() == null ? List.of() : node.tags()));
  }

  private static @Nullable Duration since(@Nullable Instant time, Instant now) {
    return time == null || time.isAfter(now) ? null : Duration.between(time, now);
  }

  private static long number(String field, @Nullable Gid gid) {
    return number(field, gid == null ? null : gid.id());
  }

  private static long number(String field, @Nullable String gid) {
    String digits = gid == null ? "" : gid.substring(gid.lastIndexOf('/') + 1);
    if (!digits.matches("[0-9]{1,18}")) {
      throw new InvalidValueException(field, gid, "a global id such as gid://gitlab/Ci::Build/1");
    }
    return Long.parseLong(digits);
  }
}
