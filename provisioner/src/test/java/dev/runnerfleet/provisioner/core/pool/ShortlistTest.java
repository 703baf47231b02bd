package dev.runnerfleet.provisioner.core.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runnerfleet.contracts.Usd;
import dev.runnerfleet.contracts.pool.Market;
import dev.runnerfleet.contracts.pool.Needs;
import dev.runnerfleet.contracts.pool.Needs.Architecture;
import dev.runnerfleet.contracts.runner.Offering;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ShortlistTest {

  private static final Market SPOT = new Market(Market.Spot.PREFERRED, true);
  private static final Set<Offering.Market> BOTH =
      Set.of(Offering.Market.SPOT, Offering.Market.ON_DEMAND);
  private static final Needs SMALL = new Needs(2, 4, 4, 16, Architecture.X86_64, false);

  @Test
  void shouldPutTheCheapestFirstAndThoseWithoutAPriceLast() {
    // Given
    List<InstanceShape> shapes =
        List.of(
            shape("unknown.xlarge", 4, 16),
            shape("dear.large", 2, 8),
            shape("unknown.large", 2, 8),
            shape("cheap.xlarge", 4, 16));
    Map<String, Usd> prices = Map.of("dear.large", Usd.of("0.09"), "cheap.xlarge", Usd.of("0.05"));

    // When
    List<String> picked = pick(SMALL, SPOT, 3, shapes, prices);

    // Then
    assertThat(picked)
        .containsExactly("cheap.xlarge", "dear.large", "unknown.large", "unknown.xlarge");
  }

  @Test
  void shouldLeaveOutWhatDoesNotFit() {
    // Given
    List<InstanceShape> shapes =
        List.of(
            shape("fits.large", 2, 4),
            shape("fits.xlarge", 4, 16),
            shape("small.medium", 1, 4),
            shape("big.2xlarge", 8, 16),
            shape("thin.large", 2, 2),
            shape("fat.large", 2, 17),
            new InstanceShape("arm.large", 2, 8192, Set.of(Architecture.ARM64), false, BOTH, true),
            new InstanceShape("t.large", 2, 8192, Set.of(Architecture.X86_64), true, BOTH, true),
            new InstanceShape(
                "g.xlarge", 4, 16384, Set.of(Architecture.X86_64), false, BOTH, false),
            new InstanceShape(
                "block.large",
                2,
                8192,
                Set.of(Architecture.X86_64),
                false,
                Set.of(Offering.Market.ON_DEMAND),
                true));

    // Then
    assertThat(pick(SMALL, SPOT, 3, shapes, Map.of()))
        .containsExactlyInAnyOrder("fits.large", "fits.xlarge");
    assertThat(pick(SMALL, new Market(Market.Spot.NEVER, false), 3, shapes, Map.of()))
        .contains("block.large");
    assertThat(pick(new Needs(2, 0, 4, 0, Architecture.X86_64, true), SPOT, 3, shapes, Map.of()))
        .contains("t.large", "big.2xlarge", "fat.large");
  }

  @Test
  void shouldPickSixtyOfferingsAtMostWhateverTheOrder() {
    // Given
    List<InstanceShape> shapes =
        new ArrayList<>(
            IntStream.range(0, 200).mapToObj(i -> shape("m%d.large".formatted(i), 2, 8)).toList());
    Map<String, Usd> prices =
        Map.of("m7.large", Usd.of("0.01"), "m9.large", Usd.of("0.02"), "m8.large", Usd.of("0.03"));

    for (int subnets : new int[] {1, 2, 3, 6, 61}) {
      // When
      Collections.shuffle(shapes, new Random(subnets));
      List<String> picked = pick(SMALL, SPOT, subnets, shapes, prices);

      // Then
      assertThat(picked).hasSize(Math.max(1, 60 / subnets)).startsWith("m7.large");
    }
  }

  private static List<String> pick(
      Needs needs,
      Market market,
      int subnets,
      List<InstanceShape> shapes,
      Map<String, Usd> prices) {
    return Shortlist.of(
        needs, market, subnets, shapes, type -> Optional.ofNullable(prices.get(type)));
  }

  private static InstanceShape shape(String type, int vcpus, int gib) {
    return new InstanceShape(
        type, vcpus, gib * 1024, Set.of(Architecture.X86_64), false, BOTH, true);
  }
}
