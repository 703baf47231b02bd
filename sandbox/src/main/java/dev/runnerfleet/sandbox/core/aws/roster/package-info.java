/** Every instance there is, and what becomes of it as time passes. */
@NullMarked
package dev.runnerfleet.sandbox.core.aws.roster;

import org.jspecify.annotations.NullMarked;
