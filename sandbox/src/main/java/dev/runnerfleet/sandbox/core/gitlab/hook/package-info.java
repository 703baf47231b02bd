/** Webhooks of projects and groups: what they are told, and when GitLab gives them up. */
@NullMarked
package dev.runnerfleet.sandbox.core.gitlab.hook;

import org.jspecify.annotations.NullMarked;
