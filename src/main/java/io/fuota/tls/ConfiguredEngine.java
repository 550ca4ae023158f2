package io.fuota.tls;

import java.nio.ByteBuffer;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * An engine whose context has set everything up. What Tomcat sets for each connection is
 * the same again, costs time, and is refused by BoringSSL in part: it is passed over.
 */
abstract class ConfiguredEngine extends SSLEngine {

	private volatile SSLEngine engine;

	ConfiguredEngine(SSLEngine engine) {
		this.engine = engine;
	}

	final SSLEngine engine() {
		return engine;
	}

	/** Only before the first byte was unwrapped. */
	final void replaceEngine(SSLEngine other) {
		engine = other;
	}

	@Override
	public abstract SSLEngineResult wrap(ByteBuffer from, ByteBuffer to) throws SSLException;

	@Override
	public abstract SSLEngineResult unwrap(ByteBuffer from, ByteBuffer to) throws SSLException;

	@Override
	public final @Nullable Runnable getDelegatedTask() {
		return engine.getDelegatedTask();
	}

	@Override
	public void closeInbound() throws SSLException {
		engine.closeInbound();
	}

	@Override
	public final boolean isInboundDone() {
		return engine.isInboundDone();
	}

	@Override
	public final boolean isOutboundDone() {
		return engine.isOutboundDone();
	}

	@Override
	public final void beginHandshake() throws SSLException {
		engine.beginHandshake();
	}

	@Override
	public final HandshakeStatus getHandshakeStatus() {
		return engine.getHandshakeStatus();
	}

	@Override
	public final SSLSession getSession() {
		return engine.getSession();
	}

	@Override
	public final @Nullable SSLSession getHandshakeSession() {
		return engine.getHandshakeSession();
	}

	/** Empty: asking BoringSSL for them took a third of what making an engine takes. */
	@Override
	public final SSLParameters getSSLParameters() {
		return new SSLParameters();
	}

	@Override
	public final void setSSLParameters(SSLParameters parameters) {
		// Set up by the context.
	}

	@Override
	public final String[] getSupportedCipherSuites() {
		return engine.getSupportedCipherSuites();
	}

	@Override
	public final String[] getEnabledCipherSuites() {
		return engine.getEnabledCipherSuites();
	}

	@Override
	public final void setEnabledCipherSuites(String[] suites) {
		// Set up by the context.
	}

	@Override
	public final String[] getSupportedProtocols() {
		return engine.getSupportedProtocols();
	}

	@Override
	public final String[] getEnabledProtocols() {
		return engine.getEnabledProtocols();
	}

	@Override
	public final void setEnabledProtocols(String[] protocols) {
		// Set up by the context.
	}

	@Override
	public final void setUseClientMode(boolean client) {
		// Set up by the context.
	}

	@Override
	public final boolean getUseClientMode() {
		return false;
	}

	@Override
	public final void setNeedClientAuth(boolean need) {
		// Set up by the context.
	}

	@Override
	public final boolean getNeedClientAuth() {
		return false;
	}

	@Override
	public final void setWantClientAuth(boolean want) {
		// Set up by the context.
	}

	@Override
	public final boolean getWantClientAuth() {
		return false;
	}

	@Override
	public final void setEnableSessionCreation(boolean enabled) {
		// Set up by the context.
	}

	@Override
	public final boolean getEnableSessionCreation() {
		return true;
	}

	@Override
	public final @Nullable String getApplicationProtocol() {
		return engine.getApplicationProtocol();
	}

}
