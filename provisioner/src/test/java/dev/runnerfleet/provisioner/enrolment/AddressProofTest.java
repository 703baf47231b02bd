package dev.runnerfleet.provisioner.enrolment;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.runnerfleet.contracts.InstanceId;
import dev.runnerfleet.contracts.topic.Topic;
import dev.runnerfleet.delivery.Background;
import dev.runnerfleet.provisioner.Bus;
import dev.runnerfleet.provisioner.Machines;
import dev.runnerfleet.provisioner.OnVertx;
import dev.runnerfleet.provisioner.Pools;
import dev.runnerfleet.provisioner.ProvisionerConfig;
import dev.runnerfleet.provisioner.core.IdentityDocument;
import dev.runnerfleet.provisioner.ec2.Instances;
import dev.runnerfleet.testkit.BackingServices;
import dev.runnerfleet.testkit.SandboxProcess;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.config.SmallRyeConfigBuilder;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;

/** The proof where no certificates are given: the address that EC2 says the machine has. */
@QuarkusTest
@QuarkusTestResource(BackingServices.class)
@QuarkusTestResource(SandboxProcess.class)
class AddressProofTest {

  @Inject Instances instances;
  @Inject Background background;

  @Test
  void shouldBelieveOnlyTheAddressThatEc2ReportsForTheMachine() throws Exception {
    // Given
    JsonNode document;
    try (Bus bus = new Bus()) {
      String pool = Machines.newPool();
      bus.send(Topic.POOLS, Pools.docker(pool));
      String instance = Machines.launch(bus, pool).instance().value();
      document = JsonMapper.builder().build().readTree(Machines.identity(instance).document());
    }
    String own = document.get("privateIp").asText();
    Proofs proofs =
        new Proofs(instances, new Certificates(withoutCertificates()), withoutCertificates());

    // Then
    assertThat(check(proofs, document, own)).isTrue();
    assertThat(check(proofs, document, "10.0.99.99")).isFalse();
    assertThat(check(proofs, document, "127.0.0.1")).isFalse();
  }

  private boolean check(Proofs proofs, JsonNode document, String peer) {
    IdentityDocument said =
        new IdentityDocument(
            document.get("accountId").asText(),
            document.get("region").asText(),
            new InstanceId(document.get("instanceId").asText()));
    Proofs.Proof proof =
        OnVertx.start(background, () -> proofs.check(said, document.toString(), "", peer)).join();
    assertThat(proof.account()).isEqualTo(said.accountId());
    return proof.proven();
  }

  private static ProvisionerConfig withoutCertificates() {
    return new SmallRyeConfigBuilder()
        .addDefaultInterceptors()
        .withConverter(
            java.time.Duration.class, 200, new io.quarkus.runtime.configuration.DurationConverter())
        .withMapping(ProvisionerConfig.class)
        .build()
        .getConfigMapping(ProvisionerConfig.class);
  }
}
