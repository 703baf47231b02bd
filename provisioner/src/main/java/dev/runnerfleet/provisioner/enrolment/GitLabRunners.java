package dev.runnerfleet.provisioner.enrolment;

import dev.runnerfleet.contracts.RunnerId;
import dev.runnerfleet.contracts.pool.RegistrationScope;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.eclipse.microprofile.rest.client.inject.RestClient;

/** Makes and unmakes GitLab runners. Fails with {@link NotNowException} only. */
@ApplicationScoped
class GitLabRunners {

  private static final int PAGE = 100;
  private static final Pattern SECONDS = Pattern.compile("[0-9]{1,6}");

  /** A machine that waits longer would not enrol in time. */
  private static final long MOST_SECONDS = 60;

  private static final String NEVER_CONTACTED = "never_contacted";

  private final GitLab gitlab;

  GitLabRunners(@RestClient GitLab gitlab) {
    this.gitlab = gitlab;
  }

  Uni<GitLab.CreatedRunner> create(GitLab.NewRunner runner) {
    return gitlab.create(runner).onFailure().transform(GitLabRunners::notNow);
  }

  /** Whether the runner ever asked for jobs; nothing where there is no such runner. */
  Uni<Optional<Boolean>> hasContacted(long id) {
    return gitlab
        .get(id)
        .map(runner -> Optional.of(runner.contactedAt() != null))
        .onFailure(GitLabRunners::notFound)
        .recoverWithItem(Optional.empty())
        .onFailure()
        .transform(GitLabRunners::notNow);
  }

  /** Deletes the runner; one that is gone already will do. */
  Uni<Void> delete(long id) {
    return gitlab
        .delete(id)
        .onFailure(GitLabRunners::notFound)
        .recoverWithNull()
        .onFailure()
        .transform(GitLabRunners::notNow);
  }

  /** Deletes what an enrolment made for the runner id and then lost sight of. */
  Uni<Void> deleteLeftovers(RegistrationScope scope, RunnerId runner) {
    return leftovers(scope, runner, 1, new ArrayList<>())
        .onFailure()
        .transform(GitLabRunners::notNow)
        .chain(this::deleteEach);
  }

  private Uni<Void> deleteEach(List<Long> ids) {
    Uni<Void> all = Uni.createFrom().voidItem();
    for (long id : ids) {
      all = all.chain(() -> delete(id));
    }
    return all;
  }

  private Uni<List<Long>> leftovers(
      RegistrationScope scope, RunnerId runner, int page, List<Long> found) {
    return list(scope, page)
        .chain(
            runners -> {
              runners.stream()
                  .filter(each -> RunnerDescription.names(each.description(), runner))
                  .forEach(each -> found.add(each.id()));
              return runners.size() < PAGE
                  ? Uni.createFrom().item(found)
                  : leftovers(scope, runner, page + 1, found);
            });
  }

  private Uni<List<GitLab.Runner>> list(RegistrationScope scope, int page) {
    String type = RunnerDescription.type(scope);
    Long id = scope.id();
    if (id == null) {
      return gitlab.ofInstance(type, NEVER_CONTACTED, PAGE, page);
    }
    return switch (scope.scope()) {
      case INSTANCE -> gitlab.ofInstance(type, NEVER_CONTACTED, PAGE, page);
      case GROUP -> gitlab.ofGroup(id, type, NEVER_CONTACTED, PAGE, page);
      case PROJECT -> gitlab.ofProject(id, type, NEVER_CONTACTED, PAGE, page);
    };
  }

  private static boolean notFound(Throwable failure) {
    return failure instanceof WebApplicationException answer
        && answer.getResponse().getStatus() == 404;
  }

  /** A refusal by GitLab is the operator's to mend; the machine may find it mended later. */
  private static Throwable notNow(Throwable failure) {
    if (failure instanceof NotNowException) {
      return failure;
    }
    if (failure instanceof WebApplicationException answer) {
      Response response = answer.getResponse();
      return new NotNowException(
          "GitLab answered " + response.getStatus(), failure, comeAgain(response));
    }
    String what = "GitLab did not answer: " + failure.getClass().getSimpleName();
    return new NotNowException(what, failure);
  }

  /** When GitLab throttles us it says for how long (GitLab docs, "Rate limits", headers). */
  private static Duration comeAgain(Response response) {
    String seconds = response.getHeaderString(HttpHeaders.RETRY_AFTER);
    return seconds != null && SECONDS.matcher(seconds).matches()
        ? Duration.ofSeconds(
            Math.clamp(Long.parseLong(seconds), NotNowException.SOON.toSeconds(), MOST_SECONDS))
        : NotNowException.SOON;
  }
}
