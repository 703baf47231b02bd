/** How GitLab reads parameters and writes objects, pages, links and errors. */
@NullMarked
package dev.runnerfleet.sandbox.gitlab.wire;

import org.jspecify.annotations.NullMarked;
