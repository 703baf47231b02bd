package dev.runnerfleet.delivery;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.util.function.Function;

/**
 * Work for many, one after the other. Not a chain of {@link Uni}: what Hibernate answers from the
 * session completes at once, so each link would run on the stack of the one before it, and a few
 * dozen pieces overflow it on an event loop, where nobody hears of it and the transaction stays
 * open for ever.
 */
public final class InTurn {

  private InTurn() {}

  /** Completes when the work for the last is done; fails with the first failure. */
  public static <T> Uni<Void> each(Iterable<T> all, Function<T, Uni<?>> work) {
    return Multi.createFrom()
        .iterable(all)
        .onItem()
        .transformToUniAndConcatenate(one -> work.apply(one).replaceWithVoid())
        .collect()
        .last()
        .replaceWithVoid();
  }
}
