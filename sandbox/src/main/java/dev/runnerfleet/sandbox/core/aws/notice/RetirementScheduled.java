package dev.runnerfleet.sandbox.core.aws.notice;

import dev.runnerfleet.sandbox.core.aws.instance.Instance;
import dev.runnerfleet.sandbox.core.effect.Effect;
import java.time.Instant;

/** AWS Health tells that the hardware of an instance fails and when it is to be retired. */
public record RetirementScheduled(Instance instance, Instant at, Instant startsAt)
    implements Effect {}
