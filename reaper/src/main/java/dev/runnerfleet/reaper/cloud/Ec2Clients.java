package dev.runnerfleet.reaper.cloud;

import dev.runnerfleet.reaper.ReaperConfig;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.client.config.SdkAdvancedAsyncClientOption;
import software.amazon.awssdk.http.async.SdkAsyncHttpClient;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.http.nio.netty.SdkEventLoopGroup;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ec2.Ec2AsyncClient;

/**
 * EC2's clients, one for each region. The SDK's own retries are off: they would draw on AWS's token
 * bucket without ours knowing.
 */
@ApplicationScoped
class Ec2Clients {

  private final Optional<URI> endpoint;
  private final SdkAsyncHttpClient http;
  private final Map<String, Ec2AsyncClient> byRegion = new ConcurrentHashMap<>();

  Ec2Clients(ReaperConfig config) {
    this.endpoint = config.ec2().endpoint();
    this.http =
        NettyNioAsyncHttpClient.builder()
            .connectionTimeout(Duration.ofSeconds(2))
            .readTimeout(Duration.ofSeconds(10))
            .eventLoopGroupBuilder(SdkEventLoopGroup.builder().numberOfThreads(1))
            .build();
  }

  Ec2AsyncClient in(String region) {
    return byRegion.computeIfAbsent(region, this::client);
  }

  private Ec2AsyncClient client(String region) {
    Executor sameThread = Runnable::run;
    var builder =
        Ec2AsyncClient.builder()
            .region(Region.of(region))
            .httpClient(http)
            .asyncConfiguration(
                async ->
                    // Whoever calls comes back to a context of its own: no threads are needed here.
                    async.advancedOption(
                        SdkAdvancedAsyncClientOption.FUTURE_COMPLETION_EXECUTOR, sameThread))
            .overrideConfiguration(
                override ->
                    override
                        .retryStrategy(AwsRetryStrategy.doNotRetry())
                        .addExecutionInterceptor(new EndpointPath(path()))
                        .apiCallAttemptTimeout(Duration.ofSeconds(10))
                        .apiCallTimeout(Duration.ofSeconds(10)));
    endpoint.ifPresent(builder::endpointOverride);
    return builder.build();
  }

  private String path() {
    return endpoint.map(URI::getPath).orElse("");
  }

  @PreDestroy
  void close() {
    byRegion.values().forEach(Ec2AsyncClient::close);
    http.close();
  }
}
