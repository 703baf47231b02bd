package dev.runnerfleet.sandbox.core.aws.notice;

import dev.runnerfleet.sandbox.core.aws.instance.InstanceState;
import dev.runnerfleet.sandbox.core.effect.Effect;
import java.time.Instant;

/** An instance has come into this state; EventBridge tells of each. */
public record InstanceStateChanged(String instanceId, InstanceState state, Instant at)
    implements Effect {}
