package dev.runnerfleet.provisioner.price;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runnerfleet.contracts.InvalidValueException;
import dev.runnerfleet.contracts.Usd;
import dev.runnerfleet.contracts.runner.Offering;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class OnDemandPricesTest {

  @Test
  void shouldTakeTheOperatorsPriceBeforeTheShippedOneAndARegionsBeforeAnys() {
    // Given
    OnDemandPrices prices =
        new OnDemandPrices(
            properties("m7i.large", "0.11", "eu-central-1/m7i.large", "0.12", "x9.large", "1"));

    // Then
    assertThat(prices.of("eu-central-1", "m7i.xlarge")).contains(Usd.of("0.24"));
    assertThat(prices.of("us-east-1", "m7i.large")).contains(Usd.of("0.11"));
    assertThat(prices.of("us-east-1", "c7i.2xlarge")).contains(Usd.of("0.357"));
    assertThat(prices.of("us-east-1", "x9.large")).contains(Usd.of("1"));
  }

  @Test
  void shouldNotMakeUpAPriceThatNobodyTold() {
    // Given
    OnDemandPrices onDemand = new OnDemandPrices(new Properties());
    PriceList list = new PriceList("us-east-1", onDemand, List.of());

    // Then
    assertThat(onDemand.of("us-east-1", "x9.large")).isEmpty();
    assertThat(onDemand.of("us-east-1", "m7i.metal-24xl")).isEmpty();
    assertThat(list.unknown(List.of("x9.large", "m7i.large"))).isEqualTo(1);
    assertThat(list.of(new Offering("x9.large", "us-east-1a", Offering.Market.SPOT)))
        .isEqualTo(Usd.ZERO);
    assertThat(list.of(new Offering("m7i.large", "us-east-1a", Offering.Market.SPOT)))
        .isEqualTo(Usd.of("0.1008"));
  }

  @Test
  void shouldSayWhichPriceIsNone() {
    assertThatThrownBy(() -> new OnDemandPrices(properties("m7i.large", "cheap")))
        .isInstanceOf(InvalidValueException.class)
        .hasMessage(
            "runnerfleet.on-demand-prices: m7i.large is \"cheap\"; expected USD an hour, such as"
                + " 0.0832");
  }

  private static Properties properties(String... pairs) {
    Properties properties = new Properties();
    for (int i = 0; i < pairs.length; i += 2) {
      properties.setProperty(pairs[i], pairs[i + 1]);
    }
    return properties;
  }
}
