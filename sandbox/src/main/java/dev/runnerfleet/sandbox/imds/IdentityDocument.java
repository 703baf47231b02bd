package dev.runnerfleet.sandbox.imds;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.runnerfleet.sandbox.core.aws.CloudSettings;
import dev.runnerfleet.sandbox.core.aws.instance.Instance;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** An instance identity document, with AWS's fields in AWS's order. */
@JsonPropertyOrder(alphabetic = true)
record IdentityDocument(
    String accountId,
    String architecture,
    String availabilityZone,
    @Nullable String billingProducts,
    @Nullable String devpayProductCodes,
    @Nullable String marketplaceProductCodes,
    String imageId,
    String instanceId,
    String instanceType,
    @Nullable String kernelId,
    String pendingTime,
    String privateIp,
    @Nullable String ramdiskId,
    String region,
    String version) {

  static IdentityDocument of(Instance instance, CloudSettings settings) {
    return new IdentityDocument(
        settings.account(),
        instance.offering().type().architecture(),
        instance.offering().zone().name(),
        null,
        null,
        null,
        instance.order().image(),
        instance.id(),
        instance.offering().type().name(),
        null,
        instance.launchedAt().truncatedTo(ChronoUnit.SECONDS).toString(),
        instance.privateIp(),
        null,
        settings.region(),
        "2017-09-30");
  }
}
