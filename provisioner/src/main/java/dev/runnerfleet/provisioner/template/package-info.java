/** Launch templates: one per pool, a version per revision, and what machines run at first boot. */
@NullMarked
package dev.runnerfleet.provisioner.template;

import org.jspecify.annotations.NullMarked;
