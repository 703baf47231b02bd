package dev.runnerfleet.jobwatcher.gitlab;

import dev.runnerfleet.contracts.InvalidValueException;
import dev.runnerfleet.jobwatcher.core.RequestBudget.Purpose;
import dev.runnerfleet.jobwatcher.gitlab.GraphQlApi.Answer;
import dev.runnerfleet.jobwatcher.gitlab.GraphQlApi.Jobs;
import dev.runnerfleet.jobwatcher.gitlab.GraphQlApi.Question;
import dev.runnerfleet.jobwatcher.source.ListedJob;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * All active jobs of the instance with their tags, a request a page, for an administrator's token.
 * An empty answer proves nothing, as GitLab gives it to whoever it does not take for an
 * administrator (a token without {@code admin_mode}, say): then, as where GitLab does not
 * understand the query, the projects are asked one by one.
 */
@ApplicationScoped
class InstanceJobs {

  private static final Logger LOG = Logger.getLogger(InstanceJobs.class);

  /** GitLab may have been upgraded. */
  private static final Duration UNTIL_ASKED_AGAIN = Duration.ofMinutes(30);

  private final GraphQlApi api;
  private final Calls calls;
  private final Clock clock;
  private final AtomicReference<Instant> notBefore = new AtomicReference<>(Instant.EPOCH);

  InstanceJobs(@RestClient GraphQlApi api, Calls calls, Clock clock) {
    this.api = api;
    this.calls = calls;
    this.clock = clock;
  }

  Uni<Optional<List<ListedJob>>> list() {
    return clock.instant().isBefore(notBefore.get())
        ? Uni.createFrom().item(Optional.empty())
        : from(null, new ArrayList<>())
            .map(found -> found.filter(jobs -> !jobs.isEmpty()))
            .onFailure(InvalidValueException.class)
            .transform(GitLab::notUnderstood);
  }

  private Uni<Optional<List<ListedJob>>> from(@Nullable String after, List<ListedJob> found) {
    Question question =
        new Question(GraphQlJobs.QUERY, after == null ? Map.of() : Map.of("after", after));
    return calls
        .call("query-jobs", Purpose.POLL, () -> api.ask(question))
        .chain(
            answer ->
                answer
                    .flatMap(InstanceJobs::jobs)
                    .map(page -> next(page, found))
                    .orElseGet(() -> notOffered(answer)));
  }

  private Uni<Optional<List<ListedJob>>> next(Jobs page, List<ListedJob> found) {
    Instant now = clock.instant();
    if (page.nodes() != null) {
      page.nodes().forEach(node -> GraphQlJobs.of(node, now).ifPresent(found::add));
    }
    return page.pageInfo().hasNextPage() && page.pageInfo().endCursor() != null
        ? from(page.pageInfo().endCursor(), found)
        : Uni.createFrom().item(Optional.of(List.copyOf(found)));
  }

  private Uni<Optional<List<ListedJob>>> notOffered(Optional<Answer> answer) {
    LOG.infof(
        "GitLab does not answer for all projects at once, asked one by one reason=%s",
        answer.map(Answer::errors).map(String::valueOf).orElse("not found"));
    notBefore.set(clock.instant().plus(UNTIL_ASKED_AGAIN));
    return Uni.createFrom().item(Optional.empty());
  }

  private static Optional<Jobs> jobs(Answer answer) {
    boolean wrong = answer.errors() != null && !answer.errors().isEmpty();
    return wrong || answer.data() == null
        ? Optional.empty()
        : Optional.ofNullable(answer.data().jobs());
  }
}
