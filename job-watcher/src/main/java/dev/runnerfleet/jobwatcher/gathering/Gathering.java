package dev.runnerfleet.jobwatcher.gathering;

import dev.runnerfleet.delivery.Background;
import dev.runnerfleet.delivery.InTurn;
import dev.runnerfleet.delivery.VertxContext;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

/**
 * Works on what comes at once while nothing is under way, and on all that came meanwhile together
 * afterwards: an idle system adds no waiting, a busy one shares the cost.
 *
 * <p>Should the work fail for several, it is done again for each alone, so that none has to suffer
 * for another.
 *
 * @param <I> what comes
 * @param <O> what becomes of it
 */
public final class Gathering<I, O> {

  /** Work that takes longer hangs; what comes next is not to wait for it. */
  private static final Duration LONGEST = Duration.ofSeconds(30);

  private final String name;
  private final Background background;
  private final int most;
  private final Function<List<I>, Uni<List<O>>> work;
  private final Queue<Waiting<I, O>> queue = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean underWay = new AtomicBoolean();

  /**
   * Nothing gathered yet.
   *
   * @param most how many are worked on together
   * @param work answers for each, in their order, on a Vert.x context of its own
   */
  public Gathering(
      String name, Background background, int most, Function<List<I>, Uni<List<O>>> work) {
    this.name = name;
    this.background = background;
    this.most = most;
    this.work = work;
  }

  /** What became of it, on the caller's context. */
  public Uni<O> add(I item) {
    return VertxContext.returning(
        () -> {
          Waiting<I, O> waiting = new Waiting<>(item, new CompletableFuture<>());
          queue.add(waiting);
          startUnlessUnderWay();
          return waiting.outcome();
        });
  }

  /** How many have not been begun with. */
  int waiting() {
    return queue.size();
  }

  private void startUnlessUnderWay() {
    if (!queue.isEmpty() && underWay.compareAndSet(false, true)) {
      background.run(name, () -> together(taken()).onTermination().invoke(this::ended));
    }
  }

  private void ended() {
    underWay.set(false);
    startUnlessUnderWay();
  }

  private List<Waiting<I, O>> taken() {
    List<Waiting<I, O>> taken = new ArrayList<>();
    while (taken.size() < most) {
      Waiting<I, O> next = queue.poll();
      if (next == null) {
        break;
      }
      taken.add(next);
    }
    return taken;
  }

  private Uni<Void> together(List<Waiting<I, O>> all) {
    return all.isEmpty()
        ? Uni.createFrom().voidItem()
        : attempt(all)
            .onFailure()
            .recoverWithUni(failure -> all.size() == 1 ? failed(all, failure) : oneByOne(all))
            .ifNoItem()
            .after(LONGEST)
            .recoverWithUni(
                () -> failed(all, new TimeoutException("Nothing came of it in " + LONGEST)));
  }

  private Uni<Void> oneByOne(List<Waiting<I, O>> all) {
    return InTurn.each(
        all,
        each -> {
          List<Waiting<I, O>> alone = List.of(each);
          return attempt(alone).onFailure().recoverWithUni(failure -> failed(alone, failure));
        });
  }

  private Uni<Void> attempt(List<Waiting<I, O>> all) {
    return Uni.createFrom()
        .deferred(() -> work.apply(all.stream().map(Waiting::item).toList()))
        .invoke(
            outcomes -> {
              for (int i = 0; i < all.size(); i++) {
                all.get(i).outcome().complete(outcomes.get(i));
              }
            })
        .replaceWithVoid();
  }

  private Uni<Void> failed(List<Waiting<I, O>> all, Throwable failure) {
    all.forEach(each -> each.outcome().completeExceptionally(failure));
    return Uni.createFrom().voidItem();
  }

  private record Waiting<I, O>(I item, CompletableFuture<O> outcome) {}
}
