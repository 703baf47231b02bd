/**
 * The simulated AWS: its catalogue of instance types, zones and prices, launch templates, instances
 * and API token buckets.
 */
@NullMarked
package dev.runnerfleet.sandbox.core.aws;

import org.jspecify.annotations.NullMarked;
