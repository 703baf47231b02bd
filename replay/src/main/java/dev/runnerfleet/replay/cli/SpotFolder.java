package dev.runnerfleet.replay.cli;

import dev.runnerfleet.contracts.InvalidValueException;
import dev.runnerfleet.sandbox.core.aws.catalogue.Catalogue;
import dev.runnerfleet.sandbox.core.aws.catalogue.InstanceType;
import dev.runnerfleet.sandbox.core.aws.catalogue.Outages;
import dev.runnerfleet.sandbox.core.aws.catalogue.SpotFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A folder of recorded spot markets in the sandbox's form: {@code instance-types-REGION.csv}, and
 * {@code availability-ZONE-NNvcpu.csv} for zones of it.
 */
final class SpotFolder {

  private static final Pattern AVAILABILITY = Pattern.compile("availability-(.+)-(\\d+)vcpu\\.csv");

  private SpotFolder() {}

  /**
   * Reads it.
   *
   * @param usual whose types there are where the folder describes none
   * @throws InvalidValueException of the field {@code --spot}
   */
  static Catalogue read(Path folder, String region, Catalogue usual) {
    Path types = folder.resolve("instance-types-" + region + ".csv");
    try {
      List<InstanceType> known =
          Files.exists(types)
              ? SpotFiles.types(types.toString(), Files.readAllLines(types))
              : List.copyOf(usual.types());
      return new Catalogue(region, known, outages(folder));
    } catch (IOException e) {
      throw new InvalidValueException(
          "--spot", folder.toString(), "a folder of recorded spot markets that can be read");
    }
  }

  private static List<Outages> outages(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      List<Outages> outages = new ArrayList<>();
      for (Path file : files.sorted().toList()) {
        Matcher name = AVAILABILITY.matcher(String.valueOf(file.getFileName()));
        if (name.matches()) {
          int vcpus = Integer.parseInt(name.group(2));
          outages.add(
              SpotFiles.availability(
                  file.toString(), name.group(1), vcpus, Files.readAllLines(file)));
        }
      }
      return outages;
    }
  }
}
