package dev.runnerfleet.sandbox.core.gitlab.access;

/**
 * What a user may do in every group and project of the simulated GitLab, each role with what those
 * before it may. A real GitLab gives each membership its own.
 */
public enum Role {
  REPORTER,
  DEVELOPER,
  MAINTAINER,
  OWNER
}
