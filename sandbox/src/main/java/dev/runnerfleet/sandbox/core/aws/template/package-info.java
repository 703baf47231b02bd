/** Launch templates and their immutable versions. */
@NullMarked
package dev.runnerfleet.sandbox.core.aws.template;

import org.jspecify.annotations.NullMarked;
