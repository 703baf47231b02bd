package dev.runnerfleet.launcher.cli;

import dev.runnerfleet.launcher.StackSettings.Cloud;
import java.util.List;

/** What the user wants. */
sealed interface Command {

  /**
   * Run everything.
   *
   * @param detach whether to return once all is ready
   */
  record Up(boolean detach, Cloud cloud) implements Command {}

  /** Stop what runs. */
  record Down() implements Command {}

  /** Say what runs. */
  record Status() implements Command {}

  /**
   * Reads a command line.
   *
   * @throws UnknownCommandException where it makes no sense
   */
  static Command parse(List<String> arguments) {
    if (arguments.isEmpty()) {
      throw new UnknownCommandException("./fleet needs a command; ./fleet help lists them.");
    }
    List<String> options = arguments.subList(1, arguments.size());
    return switch (arguments.getFirst()) {
      case "up" -> parseUp(options);
      case "down" -> withoutOptions(options, new Down());
      case "status" -> withoutOptions(options, new Status());
      default ->
          throw new UnknownCommandException(
              "./fleet knows no command '%s'; ./fleet help lists them."
                  .formatted(arguments.getFirst()));
    };
  }

  private static Command parseUp(List<String> options) {
    boolean detach = false;
    Cloud cloud = Cloud.SANDBOX;
    for (int i = 0; i < options.size(); i++) {
      switch (options.get(i)) {
        case "--detach" -> detach = true;
        case "--cloud" -> cloud = cloud(i + 1 < options.size() ? options.get(++i) : "");
        default -> throw unknownOption(options.get(i));
      }
    }
    return new Up(detach, cloud);
  }

  private static Cloud cloud(String name) {
    return switch (name) {
      case "aws" -> Cloud.AWS;
      case "sandbox" -> Cloud.SANDBOX;
      default ->
          throw new UnknownCommandException(
              "--cloud is '%s'; expected aws or sandbox.".formatted(name));
    };
  }

  private static Command withoutOptions(List<String> options, Command command) {
    if (!options.isEmpty()) {
      throw unknownOption(options.getFirst());
    }
    return command;
  }

  private static UnknownCommandException unknownOption(String option) {
    return new UnknownCommandException(
        "./fleet knows no option '%s' here; ./fleet help lists them.".formatted(option));
  }
}
