package dev.runnerfleet.contracts.pool;

import dev.runnerfleet.contracts.InvalidValueException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a pool's machines are.
 *
 * @param image an AMI id, or {@code resolve:ssm:} and a parameter that names one
 * @param instanceTypes the types that will do; AWS advises ten or more for spot
 * @param subnets one per zone or more
 * @param instanceProfile the IAM instance profile's name
 * @param diskGib the size of the root volume, in GiB
 */
public record Machine(
    Executor executor,
    String image,
    List<String> instanceTypes,
    List<String> subnets,
    List<String> securityGroups,
    @Nullable String instanceProfile,
    int diskGib) {

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
    if (image.isBlank()) {
      throw new InvalidValueException("machine.image", image, "an AMI id or resolve:ssm:…");
    }
    if (instanceTypes.isEmpty()) {
      throw new InvalidValueException(
          "machine.instance-types", instanceTypes, "at least one instance type");
    }
    if (subnets.isEmpty()) {
      throw new InvalidValueException("machine.subnets", subnets, "at least one subnet id");
    }
    if (diskGib < 1 || diskGib > 16_384) {
      throw new InvalidValueException("machine.disk-gib", diskGib, "1 to 16384");
    }
  }
}
