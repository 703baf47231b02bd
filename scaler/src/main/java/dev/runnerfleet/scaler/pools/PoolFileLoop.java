package dev.runnerfleet.scaler.pools;

import dev.runnerfleet.contracts.InvalidValueException;
import dev.runnerfleet.scaler.ScalerConfig;
import dev.runnerfleet.scaler.documents.PoolFile;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Takes over the pool file at the start, and again whenever it changes. Whatever is wrong in it
 * stops the start with a line that says what and where; later it changes nothing and shows in
 * health and metrics until the file is mended.
 */
@ApplicationScoped
class PoolFileLoop {

  private static final Logger LOG = Logger.getLogger(PoolFileLoop.class);

  private final Optional<Path> file;
  private final TakeOver takeOver;
  private final PoolFileState state;
  private volatile String seen = "";
  private volatile boolean broken;

  @Inject
  PoolFileLoop(ScalerConfig config, TakeOver takeOver, PoolFileState state) {
    this(config.pools().map(Path::of), takeOver, state);
  }

  PoolFileLoop(Optional<Path> file, TakeOver takeOver, PoolFileState state) {
    this.file = file;
    this.takeOver = takeOver;
    this.state = state;
  }

  void start(@Observes StartupEvent event) {
    Optional<PoolFile> pools = file.map(this::readAtStart);
    takeOver.atStart(pools);
  }

  @Scheduled(
      every = "2s",
      concurrentExecution = Scheduled.ConcurrentExecution.SKIP,
      skipExecutionIf = Scheduled.ApplicationNotRunning.class)
  void look() {
    file.ifPresent(this::look);
  }

  private PoolFile readAtStart(Path path) {
    try {
      seen = text(path);
      return PoolSource.read(path, seen);
    } catch (InvalidValueException e) {
      throw new ConfigurationException("The pool file %s: %s".formatted(path, e.getMessage()));
    } catch (IOException e) {
      throw new ConfigurationException(
          "runnerfleet.pools is %s; expected a readable file with pools (%s)".formatted(path, e));
    }
  }

  private void look(Path path) {
    try {
      String now = text(path);
      if (now.equals(seen) && !broken) {
        return;
      }
      PoolFile pools = PoolSource.read(path, now);
      LOG.infof("Pool file changed and is taken over file=%s", path);
      takeOver.again(pools);
      seen = now;
      broken = false;
      state.good();
    } catch (InvalidValueException e) {
      broken(path, e.getMessage());
    } catch (IOException e) {
      broken(path, "it cannot be read (%s)".formatted(e));
    }
  }

  private void broken(Path path, String why) {
    broken = true;
    if (state.broken(why)) {
      LOG.warnf("Pool file is broken and changes nothing file=%s reason=%s", path, why);
    }
  }

  private static String text(Path path) throws IOException {
    return Files.readString(path, StandardCharsets.UTF_8);
  }
}
