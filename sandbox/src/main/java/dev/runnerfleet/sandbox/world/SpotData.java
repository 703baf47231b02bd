package dev.runnerfleet.sandbox.world;

import dev.runnerfleet.sandbox.core.aws.catalogue.Catalogue;
import dev.runnerfleet.sandbox.core.aws.catalogue.Outages;
import dev.runnerfleet.sandbox.core.aws.catalogue.SpotFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Builds a catalogue from a folder of recorded spot markets. */
final class SpotData {
  private static final Pattern AVAILABILITY = Pattern.compile("availability-(.+)-(\\d+)vcpu\\.csv");

  private SpotData() {}

  /**
   * Reads the folder.
   *
   * @throws IllegalArgumentException if a file in it is not as expected
   * @throws UncheckedIOException if one cannot be read
   */
  static Catalogue read(Path folder, String region) {
    Path types = folder.resolve("instance-types-" + region + ".csv");
    return new Catalogue(
        region, SpotFiles.types(types.toString(), lines(types)), availability(folder));
  }

  private static List<Outages> availability(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      var outages = new ArrayList<Outages>();
      for (Path file : files.sorted().toList()) {
        Matcher name = AVAILABILITY.matcher(String.valueOf(file.getFileName()));
        if (name.matches()) {
          int vcpus = Integer.parseInt(name.group(2));
          outages.add(SpotFiles.availability(file.toString(), name.group(1), vcpus, lines(file)));
        }
      }
      return outages;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
