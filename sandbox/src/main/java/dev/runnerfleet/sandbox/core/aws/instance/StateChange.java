package dev.runnerfleet.sandbox.core.aws.instance;

/** What terminating an instance did to its state; the two are the same when it had ended before. */
public record StateChange(String instanceId, InstanceState previous, InstanceState current) {}
