package io.fuota.http;

import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.jspecify.annotations.Nullable;

/**
 * Leaves the body of an error that nobody worded empty, where Tomcat would write an HTML
 * page with its version.
 */
public final class SilentErrorValve extends ErrorReportValve {

	@Override
	protected void report(Request request, Response response, @Nullable Throwable failure) {
		// Marks the error as reported, so that no other error valve in the pipeline adds
		// a page.
		response.setErrorReported();
	}

}
