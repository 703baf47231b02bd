/**
 * What AWS does to every call whatever it asks: refusals, token buckets, client tokens and tag
 * rules.
 */
@NullMarked
package dev.runnerfleet.sandbox.core.aws.api;

import org.jspecify.annotations.NullMarked;
