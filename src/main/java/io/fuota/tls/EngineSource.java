package io.fuota.tls;

import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSessionContext;

/** Makes TLS engines for new connections, all with one certificate. */
interface EngineSource {

	/** A server's engine, ready to shake hands. */
	SSLEngine newEngine();

	/** The sessions that can be resumed. */
	SSLSessionContext sessions();

	/**
	 * Gives back what no engine uses any more; connections that have an engine go on. No
	 * engine is asked for after this.
	 */
	void retire();

}
