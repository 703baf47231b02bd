package dev.runnerfleet.sandbox.webhook;

import dev.runnerfleet.sandbox.gitlab.wire.Shape;
import java.util.UUID;

/**
 * An event on its way.
 *
 * @param event as GitLab's header names it, such as {@code Job Hook}
 * @param lane hooks of the same lane keep their order
 * @param idempotencyKey what tells this event from all others
 */
record Hook(String event, long lane, UUID idempotencyKey, Shape payload) {}
