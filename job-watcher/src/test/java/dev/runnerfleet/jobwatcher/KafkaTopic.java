package dev.runnerfleet.jobwatcher;

import dev.runnerfleet.contracts.topic.Topic;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;
import org.eclipse.microprofile.config.ConfigProvider;

/** The topic of demand events, as Kafka's operator has it. */
final class KafkaTopic implements AutoCloseable {

  private static final ConfigResource DEMAND_EVENTS =
      new ConfigResource(ConfigResource.Type.TOPIC, Topic.DEMAND_EVENTS.name());

  private final Admin admin =
      Admin.create(
          Map.of(
              "bootstrap.servers",
              ConfigProvider.getConfig().getValue("kafka.bootstrap.servers", String.class)));

  /** Has it take no message at all, or any again. */
  void refuse(boolean everything) {
    AlterConfigOp limit =
        new AlterConfigOp(
            new ConfigEntry("max.message.bytes", everything ? "1" : "1048588"),
            AlterConfigOp.OpType.SET);
    try {
      admin.incrementalAlterConfigs(Map.of(DEMAND_EVENTS, List.of(limit))).all().get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("Kafka does not change its topic", e);
    }
  }

  @Override
  public void close() {
    refuse(false);
    admin.close();
  }
}
