package dev.runnerfleet.sandbox.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runnerfleet.sandbox.core.aws.Cloud;
import dev.runnerfleet.sandbox.core.aws.CloudSettings;
import dev.runnerfleet.sandbox.core.aws.catalogue.Market;
import dev.runnerfleet.sandbox.core.aws.instance.EndCause;
import dev.runnerfleet.sandbox.core.aws.instance.Instance;
import dev.runnerfleet.sandbox.core.aws.instance.InstanceState;
import dev.runnerfleet.sandbox.core.aws.notice.InstanceEnded;
import dev.runnerfleet.sandbox.core.aws.notice.InterruptionWarned;
import dev.runnerfleet.sandbox.core.aws.run.RunOrder;
import dev.runnerfleet.sandbox.core.aws.template.TemplateData;
import dev.runnerfleet.sandbox.core.gitlab.Forge;
import dev.runnerfleet.sandbox.core.gitlab.ForgeSettings;
import dev.runnerfleet.sandbox.core.gitlab.job.Job;
import dev.runnerfleet.sandbox.core.gitlab.job.JobStatus;
import dev.runnerfleet.sandbox.core.gitlab.job.Work;
import dev.runnerfleet.sandbox.core.gitlab.project.ProjectPath;
import dev.runnerfleet.sandbox.core.gitlab.protocol.JobReply;
import dev.runnerfleet.sandbox.core.gitlab.runner.AccessLevel;
import dev.runnerfleet.sandbox.core.gitlab.runner.HostInfo;
import dev.runnerfleet.sandbox.core.gitlab.runner.RunnerScope;
import dev.runnerfleet.sandbox.core.gitlab.runner.RunnerSettings;
import dev.runnerfleet.sandbox.core.gitlab.workload.JobOrder;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Where EC2 and GitLab meet: machines with jobs, in virtual time. */
class WorldTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private final Forge forge = new Forge(new ForgeSettings(1, 1));
  private final World world =
      new World(
          new Cloud(
              new CloudSettings("123456789012", "us-east-1", Duration.ofSeconds(5), 1),
              systemId -> forge.isBusy(systemId)),
          forge,
          START);
  private Instant now = START;

  private void pass(Duration time) {
    now = now.plus(time);
    world.advance(now);
  }

  private Instance launch() {
    var data =
        new TemplateData(
            new TreeMap<>(),
            "ami-0123456789abcdef0",
            "m7i.large",
            null,
            null,
            null,
            List.of(),
            List.of(),
            Map.of());
    var order = new RunOrder(data, null, Market.SPOT, null, null, 1, 1, null, Map.of());
    String id = world.cloud().runs().run(order, null, now).instanceIds().getFirst();
    pass(Duration.ofSeconds(10));
    return world.cloud().instances().find(id).orElseThrow();
  }

  private Job workOn(Instance machine) {
    var work = new Work.Lasting(Duration.ofHours(1));
    forge
        .maker()
        .make(new JobOrder(new ProjectPath("demo/app"), "main", null, List.of(), work), now);
    var settings =
        new RunnerSettings(
            "a runner", false, false, true, List.of(), AccessLevel.NOT_PROTECTED, null, null);
    var runner = forge.runners().create(RunnerScope.INSTANCE, settings, now);
    var info = new HostInfo("19.4.0", "abc", "linux", "amd64");
    var reply = forge.protocol().request(runner.token(), machine.systemId(), info, null, now);
    assertThat(reply).isInstanceOf(JobReply.Granted.class);
    return ((JobReply.Granted) reply).job();
  }

  private JobStatus status(Job job) {
    return forge.jobs().get(job.id()).status();
  }

  @Test
  void shouldLoseAMachineWithItsJobTwoMinutesAfterTheWarning() {
    // Given
    Instance machine = launch();
    Job job = workOn(machine);
    world.cloud().instances().interrupt(machine.id(), Duration.ZERO, now);
    assertThat(world.takeEffects()).hasAtLeastOneElementOfType(InterruptionWarned.class);

    // When
    pass(Duration.ofSeconds(119));
    assertThat(world.takeEffects()).doesNotHaveAnyElementsOfTypes(InstanceEnded.class);
    pass(Duration.ofSeconds(1));

    // Then
    assertThat(world.takeEffects()).contains(new InstanceEnded(machine.id()));
    var ended = world.cloud().instances().find(machine.id()).orElseThrow();
    assertThat(ended.state()).isEqualTo(InstanceState.SHUTTING_DOWN);
    assertThat(world.cloud().instances().endedBusy()).containsEntry(EndCause.SPOT, 1L);
    assertThat(status(job)).isEqualTo(JobStatus.RUNNING);
    pass(Duration.ofMinutes(50));
    assertThat(status(job)).isEqualTo(JobStatus.RUNNING);
    pass(Duration.ofMinutes(20));
    assertThat(status(job)).isEqualTo(JobStatus.FAILED);
  }
}
