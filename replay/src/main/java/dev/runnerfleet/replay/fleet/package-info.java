/**
 * Runnerfleet in virtual time: what stands around the cores of scaler, provisioner and reaper, with
 * neither database nor broker. Every decision is the cores' own; here they are only given what they
 * ask for, and what they say is carried out.
 */
@NullMarked
package dev.runnerfleet.replay.fleet;

import org.jspecify.annotations.NullMarked;
