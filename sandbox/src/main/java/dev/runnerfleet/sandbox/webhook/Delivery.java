package dev.runnerfleet.sandbox.webhook;

import dev.runnerfleet.sandbox.gitlab.wire.Shape;
import java.util.UUID;

/**
 * An event on its way to one addressee.
 *
 * @param event as GitLab's header names it, such as {@code Job Hook}
 * @param lane deliveries of the same lane keep their order
 * @param idempotencyKey what tells this event from all others
 */
record Delivery(Addressee addressee, String event, long lane, UUID idempotencyKey, Shape payload) {}
