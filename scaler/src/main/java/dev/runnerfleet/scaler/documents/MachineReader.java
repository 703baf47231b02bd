package dev.runnerfleet.scaler.documents;

import dev.runnerfleet.contracts.InvalidValueException;
import dev.runnerfleet.contracts.pool.Machine;
import dev.runnerfleet.contracts.pool.Needs;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads what a pool's machines are. */
final class MachineReader {

  private static final String IMAGE = "an AMI id or resolve:ssm: and a parameter";

  private MachineReader() {}

  static Machine read(Section pool) {
    Section machine =
        pool.section(
            "machine",
            Set.of(
                "executor",
                "image",
                "instance-types",
                "needs",
                "subnets",
                "security-groups",
                "instance-profile",
                "disk-gib",
                "kms-key",
                "private-address-only",
                "tags",
                "runner-config",
                "script",
                "bootstrap"));
    Needs needs = needs(machine);
    return PoolReader.checkedPart(
        pool,
        () ->
            new Machine(
                machine.choice("executor", Machine.Executor.class).orElse(Machine.Executor.DOCKER),
                machine.required("image", machine.text("image", IMAGE), IMAGE),
                types(machine, needs),
                atLeastOne(machine, "subnets", "a subnet id"),
                machine.texts("security-groups", "a security group id"),
                machine.text("instance-profile", "an IAM instance profile's name").orElse(null),
                disk(machine),
                needs,
                machine.map("tags", "a mapping of tag keys to values"),
                machine.text("kms-key", "a KMS key's id, ARN or alias").orElse(null),
                machine.bool("private-address-only").orElse(false),
                runnerConfig(machine).orElse(null),
                script(machine, "script").orElse(null),
                script(machine, "bootstrap").orElse(null)));
  }

  static List<String> atLeastOne(Section section, String key, String what) {
    List<String> values = section.texts(key, what);
    if (values.isEmpty()) {
      String expected = "a list with at least " + what;
      throw section.has(key)
          ? new InvalidValueException(section.at(key), List.of(), expected)
          : InvalidValueException.missing(section.at(key), expected);
    }
    return values;
  }

  private static List<String> types(Section machine, @Nullable Needs needs) {
    if (needs == null) {
      return atLeastOne(machine, "instance-types", "an instance type");
    }
    List<String> types = machine.texts("instance-types", "an instance type");
    if (!types.isEmpty()) {
      throw machine.wrong("instance-types", "none beside needs: one of the two");
    }
    return types;
  }

  private static @Nullable Needs needs(Section machine) {
    if (!machine.has("needs")) {
      return null;
    }
    Section needs =
        machine.section("needs", Set.of("vcpus", "memory-gib", "architecture", "burstable"));
    Section vcpus = needs.section("vcpus", Set.of("min", "max"));
    Section memory = needs.section("memory-gib", Set.of("min", "max"));
    return new Needs(
        least(vcpus),
        most(vcpus),
        least(memory),
        most(memory),
        architecture(needs),
        needs.bool("burstable").orElse(false));
  }

  private static int least(Section range) {
    return range.required("min", range.number("min", 1), "a whole number from 1");
  }

  private static int most(Section range) {
    int most = range.number("max", 0).orElse(0);
    if (most != 0 && most < least(range)) {
      throw range.wrong("max", "0 for no bound, or min, %d, or more".formatted(least(range)));
    }
    return most;
  }

  // AWS's own spelling, with the underscore.
  private static Needs.Architecture architecture(Section needs) {
    String expected = "one of x86_64, arm64";
    return switch (needs.text("architecture", expected).orElse("x86_64")) {
      case "x86_64" -> Needs.Architecture.X86_64;
      case "arm64" -> Needs.Architecture.ARM64;
      default -> throw needs.wrong("architecture", expected);
    };
  }

  private static int disk(Section machine) {
    int disk = machine.number("disk-gib", 1).orElse(50);
    if (disk > 16_384) {
      throw machine.wrong("disk-gib", "1 to 16384");
    }
    return disk;
  }

  private static Optional<String> runnerConfig(Section machine) {
    Optional<String> config = machine.text("runner-config", "TOML with one [[runners]]");
    config.ifPresent(toml -> RunnerConfig.check(machine.at("runner-config"), toml));
    return config;
  }

  private static Optional<String> script(Section machine, String key) {
    Optional<String> script = machine.text(key, "shell lines");
    if (script.filter(Secrets::inText).isPresent()) {
      throw InvalidValueException.withheld(
          machine.at(key),
          "no secrets: every machine of the pool can read them; fetch them by the instance profile");
    }
    return script;
  }
}
