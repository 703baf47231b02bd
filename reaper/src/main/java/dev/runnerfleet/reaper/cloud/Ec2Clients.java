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
import software.amazon.awssdk.retries.api.RetryStrategy;
import software.amazon.awssdk.services.ec2.Ec2AsyncClient;

/**
 * EC2's clients, two for each region: listings are tried again by the SDK, terminations are not, as
 * the drain does that and a refused call would only empty AWS's token bucket.
 */
@ApplicationScoped
class Ec2Clients {

  private final Optional<URI> endpoint;
  private final SdkAsyncHttpClient http;
  private final Map<String, Ec2AsyncClient> listing = new ConcurrentHashMap<>();
  private final Map<String, Ec2AsyncClient> terminating = new ConcurrentHashMap<>();

  Ec2Clients(ReaperConfig config) {
    this.endpoint = config.ec2().endpoint();
    this.http =
        NettyNioAsyncHttpClient.builder()
            .connectionTimeout(Duration.ofSeconds(2))
            .readTimeout(Duration.ofSeconds(10))
            .eventLoopGroupBuilder(SdkEventLoopGroup.builder().numberOfThreads(1))
            .build();
  }

  Ec2AsyncClient listing(String region) {
    return listing.computeIfAbsent(
        region, name -> client(name, AwsRetryStrategy.standardRetryStrategy()));
  }

  Ec2AsyncClient terminating(String region) {
    return terminating.computeIfAbsent(region, name -> client(name, AwsRetryStrategy.doNotRetry()));
  }

  private Ec2AsyncClient client(String region, RetryStrategy retries) {
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
                        .retryStrategy(retries)
                        .addExecutionInterceptor(new EndpointPath(path()))
                        .apiCallAttemptTimeout(Duration.ofSeconds(10))
                        .apiCallTimeout(Duration.ofSeconds(25)));
    endpoint.ifPresent(builder::endpointOverride);
    return builder.build();
  }

  private String path() {
    return endpoint.map(URI::getPath).orElse("");
  }

  @PreDestroy
  void close() {
    listing.values().forEach(Ec2AsyncClient::close);
    terminating.values().forEach(Ec2AsyncClient::close);
    http.close();
  }
}
