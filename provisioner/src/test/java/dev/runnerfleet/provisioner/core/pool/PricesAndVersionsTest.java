package dev.runnerfleet.provisioner.core.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runnerfleet.contracts.Usd;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PricesAndVersionsTest {

  @Test
  void shouldExpectTheMiddleOfSpotPricesAndTheLowestOnDemand() {
    List<Usd> prices = List.of(Usd.of("0.09"), Usd.of("0.03"), Usd.of("0.05"));

    assertThat(ExpectedPrice.atSpot(prices)).isEqualTo(Usd.of("0.05"));
    assertThat(ExpectedPrice.onDemand(prices)).isEqualTo(Usd.of("0.03"));
    assertThat(ExpectedPrice.atSpot(List.of())).isEqualTo(Usd.ZERO);
  }

  @Test
  void shouldScaleAFamilysPricesWithItsSizes() {
    Usd large = Usd.of("0.1008");

    assertThat(SizeScale.large("m7i.4xlarge")).contains("m7i.large");
    assertThat(SizeScale.scaled(large, "m7i.4xlarge")).contains(Usd.of("0.8064"));
    assertThat(SizeScale.scaled(large, "m7i.xlarge")).contains(Usd.of("0.2016"));
    assertThat(SizeScale.scaled(Usd.of("0.0832"), "t3.micro")).contains(Usd.of("0.0104"));
    assertThat(SizeScale.large("m7i.metal-24xl")).isEmpty();
    assertThat(SizeScale.large("m7i")).isEmpty();
  }

  @Test
  void shouldGiveUpOnlyOldVersionsThatNobodyNeeds() {
    assertThat(TemplateVersions.obsolete(List.of(1L, 2L, 3L, 4L, 5L, 6L), 5, Set.of(3L), 1))
        .containsExactly(2L, 4L);
  }

  @Test
  void shouldSayWhichSettingAwsMeans() {
    assertThat(Misconfiguration.detail("InvalidSubnetID.NotFound"))
        .isEqualTo("InvalidSubnetID.NotFound: check machine.subnets");
    assertThat(Misconfiguration.detail("UnauthorizedOperation")).contains("rights");
    assertThat(Misconfiguration.detail("InvalidAMIID.Malformed")).contains("machine.image");
    assertThat(Misconfiguration.detail("SomethingNew")).contains("machine settings");
  }
}
