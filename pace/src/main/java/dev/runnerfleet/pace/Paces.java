package dev.runnerfleet.pace;

import dev.runnerfleet.contracts.ThrottleDomain;
import dev.runnerfleet.delivery.VertxContext;
import dev.runnerfleet.pace.core.TokenBucket;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.jboss.logging.Logger;

/**
 * Keeps calls within AWS's limits: each takes the next token that will be there and waits for it,
 * or takes what tokens there are. Draws on the buckets in transactions of its own, so that no call
 * stands inside one.
 */
@ApplicationScoped
public class Paces {

  private static final Logger LOG = Logger.getLogger(Paces.class);

  /** A caller that would have to wait for longer had better come back. */
  private static final Duration LONGEST = Duration.ofSeconds(10);

  private final Buckets buckets;
  private final MeterRegistry metrics;
  private final Clock clock;

  Paces(Buckets buckets, MeterRegistry metrics, Clock clock) {
    this.buckets = buckets;
    this.metrics = metrics;
    this.clock = clock;
  }

  /** Completes with true when the call may go out, or at once with false where none is to soon. */
  public Uni<Boolean> await(String action, String region) {
    return reserve(action, region)
        .chain(
            goAt ->
                goAt.isPresent()
                    ? wait(action, Duration.between(clock.instant(), goAt.get())).replaceWith(true)
                    : Uni.createFrom().item(false));
  }

  /** Takes as many tokens as there are, up to so many, and tells how many that were. */
  public Uni<Integer> takeUpTo(int wanted, String action, String region) {
    return Panache.withTransaction(
        () ->
            buckets
                .lock(domain(region), Set.of(action))
                .map(
                    locked -> {
                      Instant now = clock.instant();
                      TokenBucket before = locked.of(action).filled(now);
                      locked.put(action, before.takeUpTo(wanted, now));
                      return Math.min(wanted, before.whole());
                    }));
  }

  /** AWS refused a call as one too many. */
  public Uni<Void> refused(String action, String region, Instant sentAt) {
    LOG.warnf("AWS refused a call as one too many action=%s region=%s", action, region);
    return Panache.withTransaction(
            () ->
                buckets
                    .lock(domain(region), Set.of(action))
                    .invoke(
                        locked ->
                            locked.put(action, locked.of(action).refused(sentAt, clock.instant()))))
        .replaceWithVoid();
  }

  private Uni<Optional<Instant>> reserve(String action, String region) {
    return Panache.withTransaction(
        () ->
            buckets
                .lock(domain(region), Set.of(action))
                .map(
                    locked -> {
                      Optional<TokenBucket.Reserved> reserved =
                          locked.of(action).reserve(clock.instant(), LONGEST);
                      reserved.ifPresent(r -> locked.put(action, r.bucket()));
                      return reserved.map(TokenBucket.Reserved::goAt);
                    }));
  }

  private Uni<Void> wait(String action, Duration time) {
    Duration wait = time.isNegative() ? Duration.ZERO : time;
    Timer.builder("runnerfleet.ec2.wait").tag("action", action).register(metrics).record(wait);
    return wait.isZero() ? Uni.createFrom().voidItem() : VertxContext.pause(wait);
  }

  /** The fleet has one account, so AWS counts by region. */
  private static ThrottleDomain domain(String region) {
    return new ThrottleDomain("self/" + region);
  }
}
