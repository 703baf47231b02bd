/** What AWS tells of an instance: to EventBridge, to the machine, and to who simulates one. */
@NullMarked
package dev.runnerfleet.sandbox.core.aws.notice;

import org.jspecify.annotations.NullMarked;
