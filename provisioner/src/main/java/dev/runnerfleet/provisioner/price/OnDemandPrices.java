package dev.runnerfleet.provisioner.price;

import dev.runnerfleet.contracts.InvalidValueException;
import dev.runnerfleet.contracts.Usd;
import dev.runnerfleet.provisioner.ProvisionerConfig;
import dev.runnerfleet.provisioner.core.pool.SizeScale;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;

/**
 * On-demand prices (Amazon EC2 On-Demand Pricing): those of the operator's file before those
 * shipped, a region's own before those for any, a type's own before what follows from another size
 * of its family. The shipped ones are for Linux in us-east-1; other regions differ by some percent,
 * which is near enough for a budget.
 */
@ApplicationScoped
class OnDemandPrices {

  private static final String SHIPPED = "on-demand-prices.properties";
  private static final String KEY = "runnerfleet.on-demand-prices";

  private final Properties own;
  private final Properties shipped;

  @Inject
  OnDemandPrices(ProvisionerConfig config) {
    this(config.onDemandPrices().map(OnDemandPrices::read).orElseGet(Properties::new));
  }

  OnDemandPrices(Properties own) {
    this.own = own;
    this.shipped = shipped();
    check(own);
    check(shipped);
  }

  Optional<Usd> of(String region, String instanceType) {
    return in(own, region + "/", instanceType)
        .or(() -> in(own, "", instanceType))
        .or(() -> in(shipped, "", instanceType));
  }

  private static Optional<Usd> in(Properties prices, String prefix, String type) {
    String exact = prices.getProperty(prefix + type);
    return exact != null
        ? Optional.of(Usd.of(exact))
        : SizeScale.large(type)
            .flatMap(large -> Optional.ofNullable(prices.getProperty(prefix + large)))
            .flatMap(price -> SizeScale.scaled(Usd.of(price), type));
  }

  private static void check(Properties prices) {
    for (String type : prices.stringPropertyNames()) {
      try {
        Usd.of(prices.getProperty(type));
      } catch (NumberFormatException | InvalidValueException e) {
        throw new InvalidValueException(
            KEY + ": " + type, prices.getProperty(type), "USD an hour, such as 0.0832");
      }
    }
  }

  private static Properties read(Path file) {
    try (Reader in = Files.newBufferedReader(file)) {
      Properties prices = new Properties();
      prices.load(in);
      return prices;
    } catch (IOException e) {
      throw new InvalidValueException(
          KEY, file, "a readable file with lines such as m7i.large=0.1008");
    }
  }

  private static Properties shipped() {
    try (InputStream in = OnDemandPrices.class.getClassLoader().getResourceAsStream(SHIPPED)) {
      if (in == null) {
        throw new IllegalStateException("The on-demand prices are not packaged");
      }
      Properties prices = new Properties();
      prices.load(new InputStreamReader(in, StandardCharsets.UTF_8));
      return prices;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
