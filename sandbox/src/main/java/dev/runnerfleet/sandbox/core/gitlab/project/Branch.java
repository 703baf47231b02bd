package dev.runnerfleet.sandbox.core.gitlab.project;

/** A branch, and whether it is protected. */
public record Branch(String name, boolean isProtected) {}
