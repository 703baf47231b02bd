package dev.runnerfleet.provisioner;

import dev.runnerfleet.delivery.Background;
import io.smallrye.mutiny.Uni;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Runs work of the shell for a test, where it belongs: on a Vert.x context of its own. */
public final class OnVertx {

  private OnVertx() {}

  public static <T> CompletableFuture<T> start(Background background, Supplier<Uni<T>> work) {
    CompletableFuture<T> outcome = new CompletableFuture<>();
    background.run(
        "test",
        () ->
            work.get()
                .invoke(outcome::complete)
                .onFailure()
                .invoke(outcome::completeExceptionally)
                .replaceWithVoid());
    return outcome.orTimeout(Machines.SOON.toSeconds(), TimeUnit.SECONDS);
  }
}
