package dev.runnerfleet.sandbox.imds;

import dev.runnerfleet.sandbox.core.aws.instance.Instance;

/**
 * What an instance's launch template says of its metadata service (AWS's page "Configure the
 * Instance Metadata Service options").
 *
 * @param hopLimit how many network hops a token may travel
 * @param tagsShown whether the instance's tags are among its metadata
 */
record MetadataOptions(int hopLimit, boolean tagsShown) {
  private static final String LIMIT = "MetadataOptions.HttpPutResponseHopLimit";
  private static final String TAGS = "MetadataOptions.InstanceMetadataTags";

  static MetadataOptions of(Instance instance) {
    var parameters = instance.order().data().parameters();
    return new MetadataOptions(
        Integer.parseInt(parameters.getOrDefault(LIMIT, "1")),
        "enabled".equals(parameters.get(TAGS)));
  }
}
