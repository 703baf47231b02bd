/**
 * Instances from launch to an hour past their end: their states in time, their bill, their tags and
 * how they are found.
 */
@NullMarked
package dev.runnerfleet.sandbox.core.aws.instance;

import org.jspecify.annotations.NullMarked;
