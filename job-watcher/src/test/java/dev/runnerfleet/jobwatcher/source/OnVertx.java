package dev.runnerfleet.jobwatcher.source;

import dev.runnerfleet.delivery.Background;
import io.smallrye.mutiny.Uni;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Does what belongs on a Vert.x context there, and waits for it. */
public record OnVertx(Background background) {

  private static final int PATIENCE_SECONDS = 30;

  /** What came of it; fails with a CompletionException around its failure. */
  public <T> T run(Supplier<Uni<T>> work) {
    CompletableFuture<T> outcome = new CompletableFuture<>();
    background.run(
        "test",
        () ->
            Uni.createFrom()
                .deferred(work::get)
                .onItemOrFailure()
                .invoke(
                    (item, failure) -> {
                      if (failure == null) {
                        outcome.complete(item);
                      } else {
                        outcome.completeExceptionally(failure);
                      }
                    })
                .onFailure()
                .recoverWithNull()
                .replaceWithVoid());
    return outcome.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
  }
}
