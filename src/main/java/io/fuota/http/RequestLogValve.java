package io.fuota.http;

import io.fuota.access.ClientNetwork;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.apache.catalina.AccessLog;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes one line for each request, when it is over: what it was, the answer, the bytes
 * of body that were sent, and the time. Of many refusals most have none, see
 * {@link RefusalLog}. As a valve it sees requests that never reach a filter, and the
 * bytes of a download that broke off.
 */
final class RequestLogValve extends ValveBase implements AccessLog {

	private static final Logger LOG = LoggerFactory.getLogger("io.fuota.requests");

	/** Lines in a second for requests that need no credentials; others are counted. */
	static final int MAX_ANONYMOUS = 200;

	private final RefusalLog refusals;

	private final LineBudget anonymous = new LineBudget(MAX_ANONYMOUS,
			() -> TimeUnit.NANOSECONDS.toSeconds(System.nanoTime()));

	RequestLogValve(RefusalLog refusals) {
		super(true);
		this.refusals = refusals;
	}

	@Override
	public void invoke(Request request, Response response) throws IOException, ServletException {
		getNext().invoke(request, response);
	}

	@Override
	public void log(@Nullable Request request, @Nullable Response response, long nanos) {
		if (request == null || response == null) {
			return;
		}
		boolean admitted = RequestNote.isStranger(request) ? refusals.admits(refusedFrom(request))
				: !RequestNote.isAnonymous(request) || admitsAnonymous();
		if (admitted && LOG.isInfoEnabled()) {
			LOG.info("{}", line(request, response, nanos));
		}
	}

	private boolean admitsAnonymous() {
		if (!anonymous.mayWrite()) {
			return false;
		}
		long leftOut = anonymous.leftOut();
		if (leftOut > 0) {
			LOG.info("{} more lines about requests without credentials were left out", leftOut);
		}
		return true;
	}

	/**
	 * Those that were slowed are counted apart, so that the log shows the first of them.
	 */
	private static ClientNetwork refusedFrom(Request request) {
		ClientNetwork network = ClientNetwork.of(request.getRemoteAddr());
		return RequestNote.isSlowed(request) ? new ClientNetwork(network + ", slowed") : network;
	}

	private static String line(Request request, Response response, long nanos) {
		RequestNote note = RequestNote.of(request);
		StringBuilder line = new StringBuilder();
		if (note == null) {
			line.append("request ").append(LogText.field("method", String.valueOf(request.getMethod())));
			line.append(' ').append(LogText.field("path", String.valueOf(request.getRequestURI())));
		}
		else {
			line.append(note.kind());
			note.fields().forEach((field, value) -> line.append(' ').append(LogText.field(field, value)));
		}
		line.append(" answer=").append(status(request, response));
		line.append(" bytes=").append(response.getContentWritten());
		line.append(" ms=").append(TimeUnit.NANOSECONDS.toMillis(nanos));
		line.append(" from=").append(request.getRemoteAddr());
		String account = RequestNote.accountOf(request);
		if (account != null) {
			line.append(' ').append(LogText.field("account", account));
		}
		if (RequestNote.isSlowed(request)) {
			line.append(" slowed=true");
		}
		return line.toString();
	}

	/** Tomcat makes a 500 of a stream whose client left, though 200 had been sent. */
	private static int status(Request request, Response response) {
		return RequestNote.isStream(request) && response.isCommitted() ? HttpServletResponse.SC_OK
				: response.getStatus();
	}

	@Override
	public void setRequestAttributesEnabled(boolean enabled) {
		// Client addresses come from TrustedProxyValve, not from request attributes.
	}

	@Override
	public boolean getRequestAttributesEnabled() {
		return false;
	}

}
