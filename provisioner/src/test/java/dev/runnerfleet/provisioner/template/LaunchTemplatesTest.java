package dev.runnerfleet.provisioner.template;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runnerfleet.contracts.pool.PoolSpec;
import dev.runnerfleet.delivery.Background;
import dev.runnerfleet.provisioner.Machines;
import dev.runnerfleet.provisioner.OnVertx;
import dev.runnerfleet.provisioner.Pools;
import dev.runnerfleet.testkit.BackingServices;
import dev.runnerfleet.testkit.SandboxProcess;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(BackingServices.class)
@QuarkusTestResource(SandboxProcess.class)
class LaunchTemplatesTest {

  @Inject LaunchTemplates templates;
  @Inject Background background;

  @Test
  void shouldMakeEachVersionOnceHoweverManyTry() {
    // Given
    String pool = Machines.newPool();

    for (int revision = 1; revision <= 3; revision++) {
      PoolSpec spec = Pools.revised(pool, revision);

      // When
      List<CompletableFuture<Template>> tried =
          IntStream.range(0, 8).mapToObj(i -> start(() -> templates.ensure(spec))).toList();

      // Then
      assertThat(tried.stream().map(CompletableFuture::join))
          .containsOnly(new Template(templates.nameFor(spec.name()), revision));
    }
  }

  @Test
  void shouldPruneWhatNobodyNeedsAndMakeADeletedVersionAnew() {
    // Given
    String pool = Machines.newPool();
    IntStream.rangeClosed(1, 4)
        .forEach(i -> start(() -> templates.ensure(Pools.revised(pool, i))).join());
    Template fourth = new Template("runnerfleet-runnerfleet-" + pool, 4);

    // When
    int left = start(() -> templates.prune("us-east-1", fourth, Set.of(2L))).join();
    Template again = start(() -> templates.ensure(Pools.revised(pool, 3))).join();
    start(() -> templates.delete("us-east-1", fourth.name())).join();
    start(() -> templates.delete("us-east-1", fourth.name())).join();
    Template anew = start(() -> templates.ensure(Pools.revised(pool, 4))).join();

    // Then
    assertThat(left).isEqualTo(3);
    assertThat(again.version()).isEqualTo(5);
    assertThat(anew.version()).isEqualTo(1);
  }

  @Test
  void shouldTellTheAmiThatAnImagesNameStandsFor() {
    // Given
    Template template = start(() -> templates.ensure(Pools.docker(Machines.newPool()))).join();

    // Then
    assertThat(start(() -> templates.image("us-east-1", template)).join())
        .hasValueSatisfying(image -> assertThat(image).startsWith("ami-"));
  }

  @Test
  void shouldDescribeMachinesThatKeepTheirIdentityAndTheirDisksToThemselves() {
    // Given
    Template template = start(() -> templates.ensure(Pools.docker(Machines.newPool()))).join();

    // When
    String version =
        Machines.ec2(
                "DescribeLaunchTemplateVersions&LaunchTemplateVersion.1=1&LaunchTemplateName="
                    + template.name())
            .replaceAll("\\s", "");

    // Then
    assertThat(version)
        .contains("<imageId>resolve:ssm:")
        .contains("<httpTokens>required</httpTokens>")
        .contains("<httpPutResponseHopLimit>1</httpPutResponseHopLimit>")
        .contains("<volumeType>gp3</volumeType>")
        .contains("<encrypted>true</encrypted>");
  }

  private <T> CompletableFuture<T> start(Supplier<Uni<T>> work) {
    return OnVertx.start(background, work);
  }
}
