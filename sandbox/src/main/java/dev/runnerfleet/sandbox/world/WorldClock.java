package dev.runnerfleet.sandbox.world;

import dev.runnerfleet.sandbox.core.World;
import dev.runnerfleet.sandbox.core.effect.Effect;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The only door to the {@link World}: one caller at a time, each finding it advanced to the
 * present. Questions must be short and never wait; they may run on an event loop.
 *
 * <p>Effects are fired as CDI events before the next caller gets in, so that they keep their order.
 * Observers must not block: they start what they have to do and return.
 */
@ApplicationScoped
public class WorldClock {
  private final World world;
  private final Clock clock;
  private final Consumer<Effect> effects;
  private final ReentrantLock lock = new ReentrantLock();

  @Inject
  WorldClock(World world, Clock clock, Event<Effect> effects) {
    this(world, clock, effects::fire);
  }

  /** For who has no CDI. */
  public WorldClock(World world, Clock clock, Consumer<Effect> effects) {
    this.world = world;
    this.clock = clock;
    this.effects = effects;
  }

  /** Advances the world to now, asks, hands out the effects, and returns the answer. */
  public <T> T ask(Function<World, T> question) {
    lock.lock();
    try {
      world.advance(clock.instant());
      try {
        return question.apply(world);
      } finally {
        world.takeEffects().forEach(effects);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Like {@link #ask} for what has no answer. */
  public void tell(Consumer<World> order) {
    ask(
        world -> {
          order.accept(world);
          return Boolean.TRUE;
        });
  }
}
