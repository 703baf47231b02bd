package dev.runnerfleet.provisioner.core;

import dev.runnerfleet.contracts.InstanceId;

/**
 * What a machine says that it is (Amazon EC2 User Guide, "Instance identity documents"). Not to be
 * believed before its proof was checked.
 */
public record IdentityDocument(String accountId, String region, InstanceId instance) {}
