package dev.runnerfleet.contracts.pool;

import dev.runnerfleet.contracts.InvalidValueException;
import dev.runnerfleet.contracts.WhenAbsent;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a pool's machines are. Its types are named or, by {@code needs}, described.
 *
 * @param image an AMI id, or {@code resolve:ssm:} and a parameter that names one
 * @param instanceTypes the types that will do; AWS advises ten or more for spot. Empty where {@code
 *     needs} says it
 * @param subnets one per zone or more
 * @param instanceProfile the IAM instance profile's name
 * @param diskGib the size of the root volume, in GiB
 * @param needs what any type must have that will do
 * @param tags on the instance, its volume and its fleet, beside Runnerfleet's own
 * @param kmsKey what the root volume is encrypted with; none: as the account has it
 * @param privateAddressOnly whether the machine gets no public address; otherwise as the subnet
 *     gives
 * @param runnerConfig TOML of {@code [[runners]]} settings that the machine's GitLab Runner gets as
 *     its template; never with secrets
 * @param script shell lines that run after the bootstrap; counts towards EC2's 16 KB of user data
 * @param bootstrap shell lines that run instead of Runnerfleet's own bootstrap; they count as well
 */
public record Machine(
    Executor executor,
    String image,
    List<String> instanceTypes,
    List<String> subnets,
    List<String> securityGroups,
    @Nullable String instanceProfile,
    int diskGib,
    @Nullable Needs needs,
    @WhenAbsent("{}") Map<String, String> tags,
    @Nullable String kmsKey,
    @WhenAbsent("false") boolean privateAddressOnly,
    @Nullable String runnerConfig,
    @Nullable String script,
    @Nullable String bootstrap) {

  // EC2 user guide, "Tag restrictions": 50 a resource, of which Runnerfleet keeps ten for itself.
  private static final int MAX_TAGS = 40;
  private static final int MAX_TAG_KEY = 128;
  private static final int MAX_TAG_VALUE = 256;

  /** GitLab Runner's executor on the machine, and the machine's operating system with it. */
  public enum Executor {
    DOCKER,
    SHELL,
    DOCKER_WINDOWS,
    SHELL_WINDOWS
  }

  public Machine {
    instanceTypes = List.copyOf(instanceTypes);
    subnets = List.copyOf(subnets);
    securityGroups = List.copyOf(securityGroups);
    // in an order that every start repeats
    tags = Collections.unmodifiableMap(new TreeMap<>(tags));
    if (image.isBlank()) {
      throw new InvalidValueException("machine.image", image, "an AMI id or resolve:ssm:…");
    }
    if (instanceTypes.isEmpty() == (needs == null)) {
      throw new InvalidValueException(
          "machine.instance-types",
          instanceTypes,
          needs == null
              ? "at least one instance type, or machine.needs"
              : "none beside machine.needs");
    }
    if (subnets.isEmpty()) {
      throw new InvalidValueException("machine.subnets", subnets, "at least one subnet id");
    }
    if (diskGib < 1 || diskGib > 16_384) {
      throw new InvalidValueException("machine.disk-gib", diskGib, "1 to 16384");
    }
    if (tags.size() > MAX_TAGS) {
      throw new InvalidValueException("machine.tags", tags.size() + " tags", "40 at most");
    }
    tags.forEach(Machine::check);
  }

  /** Of named types, with nothing beyond what every machine needs. */
  public Machine(
      Executor executor,
      String image,
      List<String> instanceTypes,
      List<String> subnets,
      List<String> securityGroups,
      @Nullable String instanceProfile,
      int diskGib) {
    this(
        executor,
        image,
        instanceTypes,
        subnets,
        securityGroups,
        instanceProfile,
        diskGib,
        null,
        Map.of(),
        null,
        false,
        null,
        null,
        null);
  }

  /** With Runnerfleet's own bootstrap. */
  public Machine(
      Executor executor,
      String image,
      List<String> instanceTypes,
      List<String> subnets,
      List<String> securityGroups,
      @Nullable String instanceProfile,
      int diskGib,
      @Nullable Needs needs,
      Map<String, String> tags,
      @Nullable String kmsKey,
      boolean privateAddressOnly,
      @Nullable String runnerConfig,
      @Nullable String script) {
    this(
        executor,
        image,
        instanceTypes,
        subnets,
        securityGroups,
        instanceProfile,
        diskGib,
        needs,
        tags,
        kmsKey,
        privateAddressOnly,
        runnerConfig,
        script,
        null);
  }

  private static void check(String key, String value) {
    boolean reserved = key.startsWith("aws:") || key.startsWith("runnerfleet:");
    if (key.isBlank() || key.length() > MAX_TAG_KEY || reserved) {
      throw new InvalidValueException(
          "machine.tags",
          key,
          "keys of 1 to 128 characters that begin with neither aws: nor" + " runnerfleet:");
    }
    if (value.length() > MAX_TAG_VALUE) {
      throw new InvalidValueException("machine.tags." + key, value, "256 characters at most");
    }
  }
}
