package dev.runnerfleet.testkit;

import dev.runnerfleet.launcher.EmbeddedKafka;
import dev.runnerfleet.launcher.EmbeddedPostgres;
import dev.runnerfleet.launcher.FreePorts;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A Kafka broker and a PostgreSQL server of a test's own, on free ports and in a scratch folder.
 */
public final class BackingServices implements QuarkusTestResourceLifecycleManager {

  private @Nullable EmbeddedKafka kafka;
  private @Nullable EmbeddedPostgres postgres;

  @Override
  public Map<String, String> start() {
    try {
      Path directory = Files.createTempDirectory("runnerfleet-test");
      List<Integer> ports = FreePorts.find(3);
      EmbeddedKafka broker =
          EmbeddedKafka.start(directory.resolve("kafka"), ports.get(0), ports.get(1));
      EmbeddedPostgres database =
          EmbeddedPostgres.start(directory.resolve("postgres"), ports.get(2));
      kafka = broker;
      postgres = database;
      String address =
          "postgresql://localhost:%d/%s".formatted(database.port(), EmbeddedPostgres.DATABASE);
      return Map.of(
          "kafka.bootstrap.servers",
          broker.bootstrapServers(),
          "quarkus.datasource.reactive.url",
          address,
          "quarkus.datasource.jdbc.url",
          "jdbc:" + address,
          "quarkus.datasource.username",
          EmbeddedPostgres.USER,
          "quarkus.datasource.password",
          EmbeddedPostgres.PASSWORD);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (SQLException e) {
      throw new IllegalStateException("The test's database cannot be prepared", e);
    }
  }

  @Override
  public void stop() {
    if (kafka != null) {
      kafka.close();
    }
    if (postgres != null) {
      try {
        postgres.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
