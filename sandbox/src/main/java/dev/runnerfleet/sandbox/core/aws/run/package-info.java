/** What launches and launches from templates have in common, and RunInstances itself. */
@NullMarked
package dev.runnerfleet.sandbox.core.aws.run;

import org.jspecify.annotations.NullMarked;
