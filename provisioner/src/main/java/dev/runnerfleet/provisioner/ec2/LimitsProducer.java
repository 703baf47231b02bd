package dev.runnerfleet.provisioner.ec2;

import dev.runnerfleet.pace.core.Limits;
import dev.runnerfleet.provisioner.ProvisionerConfig;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** The limits that this service keeps to, as they are set. */
@ApplicationScoped
class LimitsProducer {

  @Produces
  @Singleton
  Limits limits(ProvisionerConfig config) {
    return config.ec2().allLimits();
  }
}
