package dev.runnerfleet.provisioner.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RefusalsTest {

  @ParameterizedTest
  @CsvSource({
    "RequestLimitExceeded, 503, Throttled",
    "RequestLimitExceeded, 200, Throttled",
    "Throttling, 400, Throttled",
    "ThrottlingException, 400, Throttled",
    "ThrottledException, 400, Throttled",
    "InternalError, 500, Transient",
    "Unavailable, 503, Transient",
    "ServiceUnavailable, 503, Transient",
    "RequestExpired, 400, Transient",
    "InvalidInstanceID.NotFound, 400, Transient",
    "ApiCallTimeoutException, 0, Transient",
    "InsufficientInstanceCapacity, 500, NoCapacity",
    "InsufficientInstanceCapacity, 200, NoCapacity",
    "UnfulfillableCapacity, 200, NoCapacity",
    "SpotMaxPriceTooLow, 200, NoCapacity",
    "Unsupported, 400, NoCapacity",
    "InsufficientFreeAddressesInSubnet, 400, NoCapacity",
    "MaxSpotInstanceCountExceeded, 400, Quota",
    "VcpuLimitExceeded, 400, Quota",
    "InstanceLimitExceeded, 400, Quota",
    "MaxFleetCountExceeded, 400, Quota",
    "PendingVerification, 400, Quota",
    "UnauthorizedOperation, 403, BadConfiguration",
    "AuthFailure, 401, BadConfiguration",
    "AuthFailure.ServiceLinkedRoleCreationNotPermitted, 403, BadConfiguration",
    "InvalidParameterValue, 400, BadConfiguration",
    "InvalidParameterCombination, 400, BadConfiguration",
    "InvalidParameter, 400, BadConfiguration",
    "InvalidAMIID.NotFound, 400, BadConfiguration",
    "InvalidAMIID.Malformed, 400, BadConfiguration",
    "InvalidSubnetID.NotFound, 400, BadConfiguration",
    "InvalidGroup.NotFound, 400, BadConfiguration",
    "InvalidUserData.Malformed, 400, BadConfiguration",
    "InvalidKeyPair.NotFound, 400, BadConfiguration",
    "InvalidLaunchTemplateName.MalformedException, 400, BadConfiguration",
    "InvalidLaunchTemplateName.NotFoundException, 400, MissingTemplate",
    "InvalidLaunchTemplateId.NotFound, 400, MissingTemplate",
    "InvalidLaunchTemplateId.VersionNotFound, 400, MissingTemplate",
    "InvalidLaunchTemplateName.AlreadyExistsException, 400, AlreadyDone",
    "IncorrectInstanceState, 400, AlreadyDone",
    "DryRunOperation, 412, AlreadyDone",
    "IdempotentParameterMismatch, 400, StaleToken",
    "IdempotentInstanceTerminated, 400, StaleToken",
    "InsufficientCapacity, 200, NoCapacity",
    "InsufficientHostCapacity, 400, NoCapacity",
    "InsufficientVolumeCapacity, 400, NoCapacity",
    "ReservationCapacityExceeded, 400, NoCapacity",
    "InsufficientAddressCapacity, 400, NoCapacity",
    "UnsupportedOperation, 400, NoCapacity",
    "VolumeLimitExceeded, 400, Quota",
    "NetworkInterfaceLimitExceeded, 400, Quota",
    "ResourceCountExceeded, 400, Quota",
    "TooManyRequestsException, 429, Throttled",
    "SlowDown, 503, Throttled",
    "RequestTimeout, 408, Transient",
    "ExpiredToken, 400, Transient",
    "InvalidFleetConfig, 400, BadConfiguration",
    "InvalidIamInstanceProfileName, 400, BadConfiguration",
    "InvalidBlockDeviceMapping, 400, BadConfiguration",
    "MissingParameter, 400, BadConfiguration",
    "OptInRequired, 401, BadConfiguration",
    "Blocked, 403, BadConfiguration",
    "SomethingNew, 200, NoCapacity",
    "SomethingNew, 400, BadConfiguration",
    "SomethingNew, 429, Throttled",
    "SomethingNew, 500, Transient",
    "SomethingNew, 0, Transient",
  })
  void shouldSortCodesBeforeStatuses(String code, int status, String kind) {
    // When
    Refusal refusal = Refusals.of(code, status);

    // Then
    assertThat(refusal.getClass().getSimpleName()).isEqualTo(kind);
    assertThat(refusal.code()).isEqualTo(code);
  }

  @Property(tries = 300)
  void shouldMakeSomethingOfEveryCodeAndTheSameOfAKnownOneAtAnyStatus(
      @ForAll @StringLength(max = 60) String unknown, @ForAll @IntRange(max = 599) int status) {
    assertThat(Refusals.of(unknown, status).code()).isEqualTo(unknown);
    for (String known :
        List.of(
            "RequestLimitExceeded",
            "InsufficientInstanceCapacity",
            "VcpuLimitExceeded",
            "InternalError",
            "UnauthorizedOperation",
            "InvalidAMIID.NotFound",
            "IdempotentParameterMismatch")) {
      assertThat(Refusals.of(known, status)).isEqualTo(Refusals.of(known, Refusals.NO_STATUS));
    }
  }
}
