package dev.runnerfleet.sandbox.imds;

import jakarta.ws.rs.core.Response;

/** What the metadata service answers where it refuses: a page of HTML that names the status. */
public final class ErrorPage {
  private ErrorPage() {}

  public static Response of(Response.StatusType status) {
    return Response.status(status)
        .type("text/html;charset=iso-8859-1")
        .entity(text(status))
        .build();
  }

  /** The page alone. */
  public static String text(Response.StatusType status) {
    String title = status.getStatusCode() + " - " + status.getReasonPhrase();
    return """
        <?xml version="1.0" encoding="iso-8859-1"?>
        <!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN"
          "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">
        <html xmlns="http://www.w3.org/1999/xhtml" xml:lang="en" lang="en">
         <head>
          <title>%s</title>
         </head>
         <body>
          <h1>%s</h1>
         </body>
        </html>
        """
        .formatted(title, title);
  }
}
