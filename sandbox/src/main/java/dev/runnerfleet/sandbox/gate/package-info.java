/** What comes before every service of the sandbox: here nonsense is told from requests. */
@NullMarked
package dev.runnerfleet.sandbox.gate;

import org.jspecify.annotations.NullMarked;
