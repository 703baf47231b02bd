/** What is planned to be spent, to the cent and the second. */
@NullMarked
package dev.runnerfleet.scaler.core.budget;

import org.jspecify.annotations.NullMarked;
