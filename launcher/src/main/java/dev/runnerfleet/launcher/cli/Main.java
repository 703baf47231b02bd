package dev.runnerfleet.launcher.cli;

import dev.runnerfleet.launcher.StartFailedException;
import java.nio.file.Path;
import java.util.List;

/** What {@code ./fleet} hands {@code up}, {@code down} and {@code status} to. */
final class Main {

  private Main() {}

  public static void main(String[] arguments) throws InterruptedException {
    Path home = Path.of(System.getProperty("runnerfleet.home", "."));
    RunFolder folder = new RunFolder(home.toAbsolutePath().normalize().resolve(".fleet"));
    int status;
    try {
      status =
          switch (Command.parse(List.of(arguments))) {
            case Command.Up up when up.detach() -> new DetachedUp(home, folder).run(up);
            case Command.Up up -> new Up(home, folder).run(up);
            case Command.Down _ -> new Down(folder).run();
            case Command.Status _ -> new Status(folder).run();
          };
    } catch (UnknownCommandException e) {
      System.err.println(e.getMessage());
      status = 2;
    } catch (StartFailedException e) {
      System.err.println(e.getMessage());
      status = 1;
    }
    System.exit(status);
  }
}
