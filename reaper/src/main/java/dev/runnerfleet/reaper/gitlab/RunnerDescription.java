package dev.runnerfleet.reaper.gitlab;

import dev.runnerfleet.contracts.GitLabRunnerId;
import dev.runnerfleet.contracts.InstanceId;
import dev.runnerfleet.contracts.InvalidValueException;
import dev.runnerfleet.contracts.PoolName;
import dev.runnerfleet.contracts.RunnerId;
import dev.runnerfleet.reaper.core.sweep.SweepView.Registration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads what the provisioner writes into the description of each runner that it makes: {@code
 * runnerfleet/<fleet>/<pool>/<runner> <account>/<instance>}.
 */
final class RunnerDescription {

  private final Pattern form;

  RunnerDescription(String fleet) {
    form =
        Pattern.compile("runnerfleet/" + Pattern.quote(fleet) + "/([^/ ]+)/([^/ ]+) [^/ ]+/(\\S+)");
  }

  /** None where the runner is not of this fleet's making. */
  Optional<Registration> read(long id, @Nullable String description) {
    Matcher matcher = form.matcher(description == null ? "" : description);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new Registration(
              new GitLabRunnerId(id),
              new PoolName(matcher.group(1)),
              new RunnerId(matcher.group(2)),
              new InstanceId(matcher.group(3))));
    } catch (InvalidValueException e) {
      return Optional.empty(); // somebody else's words in our form
    }
  }
}
