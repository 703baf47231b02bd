package dev.runnerfleet.bench;

import java.nio.file.Files;
import java.nio.file.Path;

/** Where the checkout is that this runs from. */
final class Repository {

  private Repository() {}

  /**
   * The checkout's root: the first folder upwards that holds {@code fleet}.
   *
   * @throws IllegalStateException outside a checkout
   */
  static Path root() {
    for (Path each = Path.of("").toAbsolutePath(); each != null; each = each.getParent()) {
      if (Files.isRegularFile(each.resolve("fleet"))
          && Files.isRegularFile(each.resolve("pom.xml"))) {
        return each;
      }
    }
    throw new IllegalStateException("Not inside a checkout of Runnerfleet");
  }
}
