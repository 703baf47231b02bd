package dev.runnerfleet.provisioner.ec2;

import dev.runnerfleet.contracts.ThrottleDomain;
import dev.runnerfleet.delivery.VertxContext;
import dev.runnerfleet.provisioner.core.Refusal;
import dev.runnerfleet.provisioner.core.pace.TokenBucket;
import dev.runnerfleet.provisioner.pace.Buckets;
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
 * Keeps all calls but those of CreateFleet within AWS's limits: each takes the next token that will
 * be there and waits for it. Draws on the buckets in transactions of its own, so that no call
 * stands inside one.
 */
@ApplicationScoped
class Paces {

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

  /** Completes when the call may go out. Fails with {@link RefusedException} where it may not. */
  Uni<Void> await(String action, String region) {
    return reserve(action, region)
        .chain(
            goAt ->
                goAt.isPresent()
                    ? wait(action, Duration.between(clock.instant(), goAt.get()))
                    : Uni.createFrom()
                        .failure(
                            new RefusedException(action, new Refusal.Throttled("NoTokenInTime"))));
  }

  /** Takes as many tokens as there are, up to so many, and tells how many that were. */
  Uni<Integer> takeUpTo(int wanted, String action, String region) {
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
  Uni<Void> refused(String action, String region, Instant sentAt) {
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
