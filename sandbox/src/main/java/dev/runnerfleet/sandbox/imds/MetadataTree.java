package dev.runnerfleet.sandbox.imds;

import dev.runnerfleet.sandbox.core.aws.CloudSettings;
import dev.runnerfleet.sandbox.core.aws.instance.Instance;
import dev.runnerfleet.sandbox.core.aws.instance.Interruption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What {@code latest/meta-data} holds: values by path, and listings for the folders between. */
final class MetadataTree {
  private final TreeMap<String, String> values = new TreeMap<>();

  MetadataTree(Instance instance, CloudSettings settings) {
    String address = instance.privateIp();
    String host = "ip-" + address.replace('.', '-') + ".ec2.internal";
    values.put("ami-id", instance.order().image());
    values.put("hostname", host);
    values.put("instance-action", "none");
    values.put("instance-id", instance.id());
    values.put("instance-life-cycle", instance.offering().market().wireName());
    values.put("instance-type", instance.offering().type().name());
    values.put("local-hostname", host);
    values.put("local-ipv4", address);
    values.put("placement/availability-zone", instance.offering().zone().name());
    values.put("placement/availability-zone-id", instance.offering().zone().id());
    values.put("placement/region", settings.region());
    values.put("reservation-id", instance.reservationId());
    values.put("services/domain", "amazonaws.com");
    values.put("services/partition", "aws");
    told(instance.interruption());
    if (MetadataOptions.of(instance).tagsShown()) {
      instance.tags().forEach((key, value) -> values.put("tags/instance/" + key, value));
    }
  }

  /** Not there until there is something to tell, which a machine sees as 404. */
  private void told(@Nullable Interruption interruption) {
    if (interruption == null) {
      return;
    }
    String noticed = seconds(interruption.recommendedAt());
    values.put("events/recommendations/rebalance", "{\"noticeTime\":\"%s\"}".formatted(noticed));
    Instant end = interruption.endsAt();
    if (end != null) {
      values.put(
          "spot/instance-action",
          "{\"action\":\"terminate\",\"time\":\"%s\"}".formatted(seconds(end)));
      values.put("spot/termination-time", seconds(end));
    }
  }

  private static String seconds(Instant at) {
    return at.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  /** The value at a path, or a line for each member of the folder there. */
  Optional<String> at(String path) {
    String value = values.get(path);
    if (value != null) {
      return Optional.of(value);
    }
    String folder = path.isEmpty() || path.endsWith("/") ? path : path + "/";
    var members = new TreeSet<String>();
    for (String each : values.tailMap(folder).keySet()) {
      if (!each.startsWith(folder)) {
        break;
      }
      int slash = each.indexOf('/', folder.length());
      members.add(each.substring(folder.length(), slash < 0 ? each.length() : slash + 1));
    }
    return members.isEmpty() ? Optional.empty() : Optional.of(String.join("\n", members));
  }
}
