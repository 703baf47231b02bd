package dev.runnerfleet.launcher;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/**
 * One PostgreSQL server, run by this process from zonky's binaries, with a database for
 * Runnerfleet.
 */
public final class EmbeddedPostgres implements AutoCloseable {

  public static final String DATABASE = "runnerfleet";
  public static final String USER = "runnerfleet";
  public static final String PASSWORD = "runnerfleet";

  private final io.zonky.test.db.postgres.embedded.EmbeddedPostgres server;

  private EmbeddedPostgres(io.zonky.test.db.postgres.embedded.EmbeddedPostgres server) {
    this.server = server;
  }

  /**
   * Starts the server on the loopback address.
   *
   * @param directory where its data lies; what is there is kept
   */
  public static EmbeddedPostgres start(Path directory, int port) throws IOException, SQLException {
    var server =
        io.zonky.test.db.postgres.embedded.EmbeddedPostgres.builder()
            .setPort(port)
            .setDataDirectory(directory)
            .setCleanDataDirectory(false)
            .setPGStartupWait(Duration.ofSeconds(60))
            .setServerConfig("max_connections", "100")
            .start();
    createDatabase(server);
    return new EmbeddedPostgres(server);
  }

  public int port() {
    return server.getPort();
  }

  @Override
  public void close() throws IOException {
    server.close();
  }

  private static void createDatabase(io.zonky.test.db.postgres.embedded.EmbeddedPostgres server)
      throws SQLException {
    try (Connection connection = server.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      if (!exists(statement, "select 1 from pg_roles where rolname = '" + USER + "'")) {
        statement.execute("create role " + USER + " login password '" + PASSWORD + "'");
      }
      if (!exists(statement, "select 1 from pg_database where datname = '" + DATABASE + "'")) {
        statement.execute("create database " + DATABASE + " owner " + USER);
      }
    }
  }

  private static boolean exists(Statement statement, String query) throws SQLException {
    try (ResultSet found = statement.executeQuery(query)) {
      return found.next();
    }
  }
}
