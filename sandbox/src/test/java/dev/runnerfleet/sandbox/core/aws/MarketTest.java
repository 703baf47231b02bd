package dev.runnerfleet.sandbox.core.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runnerfleet.contracts.Usd;
import dev.runnerfleet.sandbox.core.aws.catalogue.Catalogue;
import dev.runnerfleet.sandbox.core.aws.catalogue.Market;
import dev.runnerfleet.sandbox.core.aws.catalogue.Offering;
import dev.runnerfleet.sandbox.core.aws.catalogue.SpotFiles;
import dev.runnerfleet.sandbox.core.aws.notice.InstanceEnded;
import dev.runnerfleet.sandbox.core.aws.notice.InterruptionWarned;
import dev.runnerfleet.sandbox.core.aws.notice.RebalanceRecommended;
import dev.runnerfleet.sandbox.core.aws.roster.Visibility;
import dev.runnerfleet.sandbox.core.aws.run.RunOrder;
import dev.runnerfleet.sandbox.core.aws.template.TemplateData;
import dev.runnerfleet.sandbox.core.effect.Effect;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Capacity, prices and interruptions in virtual time. */
class MarketTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final String TYPES =
      "instance_type,vcpus,memory_gib,architecture,on_demand_usd_per_hour,spot_saving_percent,"
          + "spot_interruption_band";

  private static Cloud cloud(Catalogue catalogue, double interruptionFactor) {
    var settings =
        new CloudSettings(
            "123456789012",
            "us-east-1",
            Duration.ofSeconds(5),
            1,
            Visibility.PROMPT,
            Duration.ofHours(1),
            new MarketSettings(7, 1000, interruptionFactor));
    var cloud = new Cloud(settings, catalogue, systemId -> false);
    cloud.advance(START);
    return cloud;
  }

  private static Catalogue recorded() {
    var types =
        SpotFiles.types(
            "types.csv",
            List.of(
                TYPES,
                "m9.large,2,8.0,x86_64,0.1,60,<5%",
                "m9.16xlarge,64,256.0,x86_64,3.2,70,<5%"));
    var outage =
        SpotFiles.availability(
            "zone.csv",
            "us-east-1b",
            64,
            List.of("at_s,available", "0,0", "100,1", "200,0", "300,end"));
    return new Catalogue("us-east-1", types, List.of(outage));
  }

  private static Offering spot(Cloud cloud, String type, int zone) {
    var catalogue = cloud.catalogue();
    return new Offering(
        catalogue.type(type).orElseThrow(), catalogue.zones().get(zone), Market.SPOT);
  }

  @Test
  void shouldMoveCapacityAndPricesTheSameWayForTheSameSeed() {
    // Given
    var one = cloud(Catalogue.builtIn("us-east-1"), 0);
    var other = cloud(Catalogue.builtIn("us-east-1"), 0);
    var offering = spot(one, "m7i.large", 0);

    // When
    var capacities =
        IntStream.range(0, 48)
            .mapToObj(
                hour -> {
                  one.advance(START.plus(Duration.ofHours(hour)));
                  return one.capacity().left(offering);
                })
            .toList();
    other.advance(START.plus(Duration.ofHours(47)));

    // Then
    assertThat(capacities).allMatch(left -> left >= 200 && left <= 800);
    assertThat(capacities.stream().distinct()).hasSizeGreaterThan(10);
    assertThat(other.capacity().left(offering)).isEqualTo(capacities.getLast());
    var prices =
        IntStream.range(0, 48)
            .mapToObj(hour -> one.prices().at(offering, START.plus(Duration.ofHours(hour))))
            .toList();
    assertThat(prices).allMatch(price -> price.compareTo(Usd.of("0.1008")) < 0);
    assertThat(prices.stream().distinct()).hasSizeBetween(10, 17);
  }

  @Test
  void shouldRunDryAsRecordedAndBeginAgain() {
    // Given
    var cloud = cloud(recorded(), 0);
    var large = spot(cloud, "m9.16xlarge", 1);

    // When
    var left =
        List.of(0, 100, 250, 350, 450).stream()
            .map(
                second -> {
                  cloud.advance(START.plusSeconds(second));
                  return cloud.capacity().left(large);
                })
            .toList();

    // Then
    assertThat(left.get(0)).isZero();
    assertThat(left.get(1)).isPositive();
    assertThat(left.get(2)).isZero();
    assertThat(left.get(3)).isZero();
    assertThat(left.get(4)).isPositive();
    assertThat(cloud.capacity().left(spot(cloud, "m9.large", 1))).isPositive();
    assertThat(cloud.capacity().left(spot(cloud, "m9.16xlarge", 0))).isPositive();
  }

  @Test
  void shouldTakeSpotInstancesBackUnaskedWithTwoMinutesWarning() {
    // Given
    var cloud = cloud(recorded(), 50);
    var data =
        new TemplateData(
            new TreeMap<>(),
            "ami-0123456789abcdef0",
            "m9.large",
            null,
            null,
            null,
            List.of(),
            List.of(),
            Map.of());
    var order = new RunOrder(data, null, Market.SPOT, null, null, 20, 20, null, Map.of());
    cloud.runs().run(order, null, START);

    // When
    cloud.advance(START.plus(Duration.ofDays(30)));

    // Then
    List<Effect> effects = cloud.takeEffects();
    var warned = effects.stream().filter(InterruptionWarned.class::isInstance).count();
    assertThat(warned).isPositive();
    assertThat(effects.stream().filter(RebalanceRecommended.class::isInstance)).isNotEmpty();
    assertThat(effects.stream().filter(InstanceEnded.class::isInstance).count()).isEqualTo(warned);
  }

  @Test
  void shouldNameTheLineOfARecordedMarketThatIsWrong() {
    assertThatThrownBy(
            () -> SpotFiles.types("t.csv", List.of(TYPES, "m9.large,2,8,sparc,0.1,60,<5%")))
        .hasMessageContaining("t.csv line 2")
        .hasMessageContaining("x86_64 or arm64");
    assertThatThrownBy(() -> SpotFiles.types("t.csv", List.of("a,b")))
        .hasMessageContaining("expected the columns instance_type");
    assertThatThrownBy(
            () ->
                SpotFiles.availability("z.csv", "us-east-1a", 64, List.of("at_s,available", "0,2")))
        .hasMessageContaining("z.csv line 2");
  }
}
