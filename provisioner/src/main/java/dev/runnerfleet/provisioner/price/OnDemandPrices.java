package dev.runnerfleet.provisioner.price;

import dev.runnerfleet.contracts.Usd;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.Properties;

/**
 * On-demand prices of common types for Linux in us-east-1 (Amazon EC2 On-Demand Pricing). Other
 * regions differ by some percent, which is near enough for a budget.
 */
@ApplicationScoped
class OnDemandPrices {

  private final Properties prices = new Properties();

  OnDemandPrices() {
    try (InputStream in =
        OnDemandPrices.class.getClassLoader().getResourceAsStream("on-demand-prices.properties")) {
      if (in == null) {
        throw new IllegalStateException("The on-demand prices are not packaged");
      }
      prices.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Optional<Usd> of(String instanceType) {
    return Optional.ofNullable(prices.getProperty(instanceType)).map(Usd::of);
  }
}
