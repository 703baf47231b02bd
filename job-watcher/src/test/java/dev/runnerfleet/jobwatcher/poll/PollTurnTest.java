package dev.runnerfleet.jobwatcher.poll;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.runnerfleet.delivery.Background;
import dev.runnerfleet.jobwatcher.GitLabs;
import dev.runnerfleet.jobwatcher.source.OnVertx;
import dev.runnerfleet.testkit.BackingServices;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Two more replicas beside the application, which polls whenever it gets the turn. */
@QuarkusTest
@WithTestResource(BackingServices.class)
@WithTestResource(GitLabs.class)
class PollTurnTest {

  private static final Duration INTERVAL = Duration.ofHours(1);

  @Inject Clock clock;
  @Inject Background background;

  @Test
  void shouldLetOneReplicaPollAtATimeAndNotWaitForOneThatDied() {
    // Given a replica whose turn it is
    PollTurn one = new PollTurn(clock);
    PollTurn other = new PollTurn(clock);
    await().until(() -> wantsAndTakes(one));

    // When another poll is wanted meanwhile
    boolean underWay = run(other::want);

    // Then nobody else may make it
    assertThat(underWay).isTrue();
    assertThat(takes(other)).isFalse();

    // When the one keeps it, and dies later, and its lease is over
    run(one::renew);
    PollTurn later = new PollTurn(Clock.offset(clock, Duration.ofSeconds(22)));

    // Then
    assertThat(takes(later)).isTrue();
    run(one::end);

    // And the one that comes back from the dead does not take it again
    run(one::renew);
    await().until(() -> wantsAndTakes(other));
    run(other::end);
  }

  private boolean wantsAndTakes(PollTurn turn) {
    run(turn::want);
    return takes(turn);
  }

  private boolean takes(PollTurn turn) {
    return run(() -> turn.take(INTERVAL)).isPresent();
  }

  private <T> T run(Supplier<Uni<T>> work) {
    return new OnVertx(background).run(work);
  }
}
