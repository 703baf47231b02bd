package dev.runnerfleet.scaler.imports.entry;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.runnerfleet.scaler.documents.Secrets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * docker-machine's {@code MachineOptions} of the driver amazonec2: {@code KEY=VALUE}, where a flag
 * without a value is true.
 */
final class MachineOptions {

  private static final String OPTIONS = "MachineOptions";
  private static final String DRIVER = "amazonec2-";
  private static final Map<String, String> IGNORED = IgnoredOptions.reasons();

  private final Draft pool;
  private final ObjectNode machine;
  private final Map<String, Option> given = new TreeMap<>();
  private final List<Option> groups = new ArrayList<>();

  MachineOptions(Draft pool) {
    this.pool = pool;
    this.machine = pool.section("machine");
  }

  void read(Keys keys) {
    for (Keys.Item item : keys.texts(OPTIONS)) {
      Option option = Option.of(item);
      if (option.key().equals(DRIVER + "security-group")) {
        groups.add(option);
      } else if (IGNORED.containsKey(option.key())) {
        option.warn(keys, IGNORED.get(option.key()));
      } else {
        given.put(option.key(), option); // the last of a kind wins, as on a command line
      }
    }
    region(keys);
    types(keys);
    image(keys);
    network(keys);
    disk();
    market(keys);
    profileAndTags(keys);
    given
        .values()
        .forEach(left -> left.warn(keys, "ignored: not an option that this import knows"));
  }

  private void region(Keys keys) {
    Option region = given.remove(DRIVER + "region");
    pool.region(region == null ? "us-east-1" : region.value());
    if (region == null) {
      keys.warn(OPTIONS, "no amazonec2-region: docker-machine's default, us-east-1, is taken");
    }
  }

  private void types(Keys keys) {
    Option type = given.remove(DRIVER + "instance-type");
    String name = type == null ? "t2.micro" : type.value();
    if (type == null) {
      keys.warn(
          OPTIONS, "no amazonec2-instance-type: docker-machine's default, t2.micro, is taken");
    } else if (name.matches("t\\d.*")) {
      type.warn(keys, "a burstable type: a job slows down once the CPU credits are spent");
    }
    machine.set("instance-types", Draft.texts(List.of(name)));
  }

  private void image(Keys keys) {
    Option ami = given.remove(DRIVER + "ami");
    if (ami != null) {
      machine.put("image", ami.value());
      ami.warn(keys, "the AMI must be one that the bootstrap runs on: with systemd and cloud-init");
      return;
    }
    boolean arm =
        machine.path("instance-types").path(0).asText().matches("[a-z]+\\d+[a-z]*g[a-z]*\\..*");
    machine.put(
        "image",
        "resolve:ssm:/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-"
            + (arm ? "arm64" : "x86_64"));
    keys.warn(
        OPTIONS, "no amazonec2-ami: Amazon Linux 2023 is taken, docker-machine would take Ubuntu");
  }

  private void network(Keys keys) {
    Option subnet = given.remove(DRIVER + "subnet-id");
    if (subnet != null) {
      machine.set("subnets", Draft.texts(List.of(subnet.value())));
      subnet.warn(keys, "one subnet is one zone: add those of other zones for more spot capacity");
    }
    List<String> ids =
        groups.stream().map(Option::value).filter(id -> id.startsWith("sg-")).toList();
    if (!ids.isEmpty()) {
      machine.set("security-groups", Draft.texts(ids));
    }
    for (Option group : groups) {
      if (!group.value().startsWith("sg-")) {
        boolean shown = !Secrets.inText(group.value());
        group.warn(
            keys,
            "names a security group%s where its id is wanted: machine.security-groups"
                .formatted(shown ? ", " + group.value() + "," : ""));
        pool.want("machine.security-groups", "the id of the security group, sg-…");
      }
    }
    Option privately = given.remove(DRIVER + "private-address-only");
    if (privately != null && privately.on()) {
      machine.put("private-address-only", true);
    }
  }

  private void disk() {
    Option size = given.remove(DRIVER + "root-size");
    machine.put("disk-gib", size == null ? 16 : size.number());
    Option key = given.remove(DRIVER + "volume-kms-key");
    if (key != null) {
      machine.put("kms-key", key.value());
    }
  }

  private void market(Keys keys) {
    Option spot = given.remove(DRIVER + "request-spot-instance");
    Option price = given.remove(DRIVER + "spot-price");
    boolean wanted = spot != null && spot.on();
    ObjectNode market = pool.section("market");
    market.put("spot", wanted ? "only" : "never");
    market.put("on-demand-fallback", false);
    if (wanted && price == null) {
      spot.warn(
          keys,
          "no amazonec2-spot-price: docker-machine would cap the price at 0.50 USD; no"
              + " cap is set here");
    }
    if (price != null) {
      String reason =
          !wanted
              ? "without effect, as spot instances are not asked for"
              : price.value().isEmpty()
                  ? "empty, which is a cap at the on-demand price: AWS's own, so none is set here"
                  : "not taken over: a price cap raises interruptions and saves nothing, as AWS charges"
                      + " the market's price; set market.max-price if you insist";
      price.warn(keys, reason);
    }
  }

  private void profileAndTags(Keys keys) {
    Option profile = given.remove(DRIVER + "iam-instance-profile");
    if (profile != null && !profile.value().isEmpty()) {
      machine.put("instance-profile", profile.value());
    }
    Option tags = given.remove(DRIVER + "tags");
    if (tags != null) {
      tags(keys, tags);
    }
  }

  private void tags(Keys keys, Option option) {
    String[] parts = option.value().split(",", -1);
    ObjectNode tags = machine.putObject("tags");
    for (int i = 0; i + 1 < parts.length; i += 2) {
      String key = parts[i].trim();
      if (Secrets.named(key) || Secrets.inText(parts[i + 1])) {
        option.warn(keys, "tag " + (i / 2 + 1) + " looks like a secret and is left out");
      } else if (key.isEmpty() || key.startsWith("aws:") || key.startsWith("runnerfleet:")) {
        option.warn(keys, "tag " + (i / 2 + 1) + " is left out: its key is reserved or empty");
      } else {
        tags.put(key, parts[i + 1].trim());
      }
    }
    if (parts.length % 2 != 0) {
      option.warn(keys, "the last tag has no value and is left out");
    }
  }

  /** One option. */
  private record Option(String key, String value, int line) {

    static Option of(Keys.Item item) {
      int equals = item.text().indexOf('=');
      return equals < 0
          ? new Option(item.text().trim(), "true", item.line())
          : new Option(
              item.text().substring(0, equals).trim(),
              item.text().substring(equals + 1).trim(),
              item.line());
    }

    boolean on() {
      return value.equals("true") || value.equals("1");
    }

    int number() {
      try {
        return Integer.parseInt(value);
      } catch (NumberFormatException e) {
        throw new RefusedEntry(line, key + " is not a whole number");
      }
    }

    void warn(Keys keys, String reason) {
      // An option that nobody knows may be anything, a secret too: its name is kept short.
      keys.warn(line, Secrets.inText(key) ? OPTIONS : OPTIONS + "." + key, reason);
    }
  }
}
