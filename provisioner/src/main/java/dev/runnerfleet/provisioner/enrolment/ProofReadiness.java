package dev.runnerfleet.provisioner.enrolment;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Says how machines prove what they are, and warns of the weaker way. */
@Readiness
@ApplicationScoped
class ProofReadiness implements HealthCheck {

  private final Certificates certificates;

  ProofReadiness(Certificates certificates) {
    this.certificates = certificates;
  }

  @Override
  public HealthCheckResponse call() {
    var response = HealthCheckResponse.named("Enrolment proof").up();
    return certificates.given()
        ? response.withData("proof", "signature").build()
        : response
            .withData("proof", "address")
            .withData(
                "warning",
                "Set runnerfleet.identity-certificates to have machines prove themselves by signature")
            .build();
  }
}
