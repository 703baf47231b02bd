package dev.runnerfleet.jobwatcher;

import dev.runnerfleet.contracts.JobId;
import dev.runnerfleet.contracts.ProjectId;
import dev.runnerfleet.delivery.Background;
import dev.runnerfleet.jobwatcher.source.Forge;
import dev.runnerfleet.jobwatcher.source.JobSource;
import dev.runnerfleet.jobwatcher.source.JobSourceContract;
import dev.runnerfleet.jobwatcher.source.OnVertx;
import dev.runnerfleet.testkit.BackingServices;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** GitLab keeps the contract of a source; the sandbox plays it over its wire. */
@QuarkusTest
@WithTestResource(BackingServices.class)
@WithTestResource(GitLabs.class)
class GitLabSourceTest implements JobSourceContract, Forge {

  private static final String PROJECT = "acme/contract";

  private final Script script = new Script();
  private final SandboxGitLab gitlab = new SandboxGitLab();
  private final List<Queued> made = new ArrayList<>();

  @Inject JobSource source;
  @Inject Background background;

  @BeforeEach
  void useTheSandbox() {
    script.reset();
    script.let(GitLabs.Mode.SANDBOX);
    script.let(Postman.Post.LOST);
  }

  @AfterEach
  void leaveNothingBehind() {
    made.stream()
        .filter(each -> Set.of("pending", "running").contains(gitlab.status(PROJECT, id(each))))
        .forEach(this::cancel);
    script.reset();
  }

  @Override
  public JobSource source() {
    return source;
  }

  @Override
  public Forge forge() {
    return this;
  }

  @Override
  public OnVertx vertx() {
    return new OnVertx(background);
  }

  @Override
  public Queued queue(Set<String> tags, boolean refProtected) {
    String ref = refProtected ? "release/1" : "feature/x";
    long id = gitlab.make(PROJECT, List.copyOf(tags), ref, refProtected, 1).getFirst();
    Queued queued = new Queued(new JobId(id), new ProjectId(gitlab.project(PROJECT)), ref);
    made.add(queued);
    return queued;
  }

  @Override
  public JobId start(Set<String> tags) {
    Map<String, Object> taken = gitlab.take(gitlab.runner(List.copyOf(tags)));
    return new JobId(Long.parseLong(String.valueOf(taken.get("id"))));
  }

  @Override
  public void cancel(Queued job) {
    gitlab.cancel(PROJECT, id(job));
  }

  @Override
  public void goAway() {
    script.let(GitLabs.Mode.AWAY);
  }

  private static long id(Queued job) {
    return job.job().value();
  }
}
