package dev.runnerfleet.pace.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class TokenBucketTest {

  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final Limit LIMIT = new Limit(5, 2);

  @Property
  void shouldNeverLetMoreCallsOutThanTheLimitAllowsInAnyWindow(
      @ForAll @Size(min = 1, max = 200) List<@IntRange(max = 2000) Integer> gapsMillis) {
    // Given
    TokenBucket bucket = TokenBucket.full(LIMIT, START);
    List<Instant> taken = new ArrayList<>();
    Instant now = START;

    // When
    for (int gap : gapsMillis) {
      now = now.plusMillis(gap);
      Optional<TokenBucket> after = bucket.take(now);
      if (after.isPresent()) {
        bucket = after.get();
        taken.add(now);
      }
    }

    // Then
    for (int from = 0; from < taken.size(); from++) {
      for (int to = from; to < taken.size(); to++) {
        double seconds = Duration.between(taken.get(from), taken.get(to)).toMillis() / 1000.0;
        assertThat(to - from + 1.0)
            .isLessThanOrEqualTo(LIMIT.capacity() + seconds * LIMIT.perSecond() + 1e-3);
      }
    }
  }

  @Property
  void shouldNotBeRefusedThoughSomeCallsAreQuickerOnTheirWayThanOthers(
      @ForAll @Size(min = 1, max = 100) List<@IntRange(max = 700) Integer> gapsMillis,
      @ForAll @Size(100) List<@IntRange(max = 490) Integer> onTheWayMillis) {
    // Given
    TokenBucket bucket = TokenBucket.full(LIMIT, START).filled(START.plusMillis(1));
    List<Instant> arrived = new ArrayList<>();
    Instant now = START.plusMillis(1);

    // When
    for (int gap : gapsMillis) {
      now = now.plusMillis(gap);
      Optional<TokenBucket> after = bucket.take(now);
      if (after.isPresent()) {
        bucket = after.get();
        arrived.add(now.plusMillis(onTheWayMillis.get(arrived.size())));
      }
    }

    // Then
    double left = LIMIT.capacity();
    Instant last = START;
    for (Instant arrival : arrived.stream().sorted().toList()) {
      double seconds = Duration.between(last, arrival).toNanos() / 1e9;
      left = Math.min(LIMIT.capacity(), left + seconds * LIMIT.perSecond()) - 1;
      last = arrival;
      assertThat(left).isGreaterThanOrEqualTo(-1e-3);
    }
  }

  @Property
  void shouldHaveATokenWhenItSaysSoAndNotBefore(@ForAll @IntRange(max = 6) int refusals) {
    // Given
    TokenBucket bucket = TokenBucket.full(LIMIT, START);
    for (int i = 0; i < refusals; i++) {
      bucket = bucket.refused(START.plusMillis(i), START.plusMillis(i));
    }
    Instant start = START.plusMillis(refusals);
    while (bucket.take(start).isPresent()) {
      bucket = bucket.take(start).orElseThrow();
    }

    // When
    Instant next = bucket.nextTokenAt();

    // Then
    assertThat(bucket.take(next)).isPresent();
    assertThat(bucket.take(next.minusMillis(5))).isEmpty();
  }

  @Test
  void shouldGoOnWithHalfOfTheLimitAfterARefusalAndRegainItSlowly() {
    // Given
    TokenBucket bucket = TokenBucket.full(LIMIT, START);

    // When
    TokenBucket refused = bucket.refused(START, START);

    // Then
    assertThat(refused.share()).isEqualTo(0.5);
    assertThat(refused.take(START)).isEmpty();
    assertThat(refused.filled(START.plusSeconds(25)).share()).isBetween(0.7, 0.8);
    assertThat(refused.filled(START.plusSeconds(60)).share()).isEqualTo(1);
  }

  @Test
  void shouldNotFillWhenTheClockIsSetBack() {
    // Given
    TokenBucket empty = TokenBucket.full(LIMIT, START).emptied(START);

    // When
    TokenBucket filled = empty.filled(START.minusSeconds(60));

    // Then
    assertThat(filled).isEqualTo(empty);
  }

  @Test
  void shouldHalveOnceForCallsThatWereUnderWayTogether() {
    // Given
    Instant later = START.plusSeconds(1);
    TokenBucket once = TokenBucket.full(LIMIT, START).refused(START, later);

    // When
    TokenBucket together = once.refused(START.plusMillis(500), later.plusMillis(1));
    TokenBucket again = once.refused(later.plusMillis(1), later.plusMillis(2));

    // Then
    assertThat(together.share()).isBetween(0.5, 0.51);
    assertThat(again.share()).isBetween(0.25, 0.26);
  }

  @Property
  void shouldLetReservedCallsGoInTheirOrderAndWithinTheLimit(
      @ForAll @Size(min = 1, max = 100) List<@IntRange(max = 800) Integer> gapsMillis) {
    // Given
    TokenBucket bucket = TokenBucket.full(LIMIT, START);
    List<Instant> sent = new ArrayList<>();
    Instant now = START;

    // When
    for (int gap : gapsMillis) {
      now = now.plusMillis(gap);
      Optional<TokenBucket.Reserved> reserved = bucket.reserve(now, Duration.ofSeconds(5));
      if (reserved.isPresent()) {
        bucket = reserved.get().bucket();
        sent.add(reserved.get().goAt());
      }
    }

    // Then
    assertThat(sent).isSorted();
    for (int from = 0; from < sent.size(); from++) {
      for (int to = from; to < sent.size(); to++) {
        double seconds = Duration.between(sent.get(from), sent.get(to)).toNanos() / 1e9;
        assertThat(to - from + 1.0)
            .isLessThanOrEqualTo(LIMIT.capacity() + seconds * LIMIT.perSecond() + 1e-2);
      }
    }
  }

  @Test
  void shouldTakeNoMoreThanThereIs() {
    // Given
    TokenBucket bucket = TokenBucket.full(LIMIT, START);

    // When
    TokenBucket after = bucket.takeUpTo(7, START);

    // Then
    assertThat(bucket.whole()).isEqualTo(5);
    assertThat(after.whole()).isZero();
    assertThat(after.reserve(START, Duration.ofMillis(100))).isEmpty();
  }
}
