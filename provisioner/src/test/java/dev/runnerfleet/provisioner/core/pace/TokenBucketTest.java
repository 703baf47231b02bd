package dev.runnerfleet.provisioner.core.pace;

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
  void shouldHaveATokenWhenItSaysSoAndNotBefore(@ForAll @IntRange(max = 6) int refusals) {
    // Given
    TokenBucket bucket = TokenBucket.full(LIMIT, START);
    for (int i = 0; i < refusals; i++) {
      bucket = bucket.refused(START);
    }
    while (bucket.take(START).isPresent()) {
      bucket = bucket.take(START).orElseThrow();
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
    TokenBucket refused = bucket.refused(START);

    // Then
    assertThat(refused.share()).isEqualTo(0.5);
    assertThat(refused.take(START)).isEmpty();
    assertThat(refused.filled(START.plusSeconds(25)).share()).isBetween(0.7, 0.8);
    assertThat(refused.filled(START.plusSeconds(60)).share()).isEqualTo(1);
  }

  @Test
  void shouldNotFillWhenTheClockIsSetBack() {
    // Given
    TokenBucket empty = new TokenBucket(LIMIT, 1, 0, START);

    // When
    TokenBucket filled = empty.filled(START.minusSeconds(60));

    // Then
    assertThat(filled).isEqualTo(empty);
  }
}
