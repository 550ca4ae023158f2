package io.fuota.protocol.coaps;

import io.fuota.address.PortNumber;
import io.fuota.protocol.coap.CoapDispatcher;
import io.fuota.protocol.coap.CoapPeer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.OptionalInt;
import org.eclipse.californium.elements.RawData;
import org.eclipse.californium.elements.config.CertificateAuthenticationMode;
import org.eclipse.californium.elements.config.Configuration;
import org.eclipse.californium.scandium.DTLSConnector;
import org.eclipse.californium.scandium.config.DtlsConfig;
import org.eclipse.californium.scandium.config.DtlsConfig.DtlsRole;
import org.eclipse.californium.scandium.config.DtlsConnectorConfig;
import org.eclipse.californium.scandium.dtls.cipher.CipherSuite;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/** The DTLS listener: it opens last, when all is ready, and closes first. */
@Component
public class CoapsServer implements SmartLifecycle {

	private static final Logger LOG = LoggerFactory.getLogger(CoapsServer.class);

	/** Beyond this many connections the ones that were silent longest are dropped. */
	static final int MAX_CONNECTIONS = 20_000;

	/** RFC 9146: enough to tell that many connections apart, and few bytes. */
	private static final int CONNECTION_ID_BYTES = 6;

	private static final int MAX_PENDING = 5_000;

	private final CoapsSettings settings;

	private final CoapDispatcher dispatcher;

	private final PskIdentities identities;

	private final ServerKeys keys;

	private @Nullable DTLSConnector connector;

	CoapsServer(CoapsSettings settings, CoapDispatcher dispatcher, PskIdentities identities, ServerKeys keys) {
		this.settings = settings;
		this.dispatcher = dispatcher;
		this.identities = identities;
		this.keys = keys;
	}

	@Override
	public synchronized void start() {
		PortNumber port = settings.securePort();
		if (connector != null || port.isOff()) {
			return;
		}
		DtlsConfig.register();
		DTLSConnector dtls = new DTLSConnector(configuration(port));
		dtls.setRawDataReceiver(data -> answer(dtls, data));
		try {
			dtls.start();
		}
		catch (IOException failure) {
			dtls.destroy();
			throw new IllegalArgumentException(CoapsSettings.SETTING + " " + port.number() + " can't be opened ("
					+ failure.getMessage() + "); stop the program that uses it, or set another port, or 0 for none",
					failure);
		}
		connector = dtls;
		LOG.info("CoAP over DTLS is on UDP port {}", dtls.getAddress().getPort());
	}

	@Override
	public synchronized void stop() {
		if (connector != null) {
			connector.destroy();
			connector = null;
		}
	}

	@Override
	public synchronized boolean isRunning() {
		return connector != null;
	}

	/** The UDP port; empty where the listener is off. */
	public synchronized OptionalInt port() {
		return connector == null ? OptionalInt.empty() : OptionalInt.of(connector.getAddress().getPort());
	}

	private DtlsConnectorConfig configuration(PortNumber port) {
		Configuration dtls = new Configuration(DtlsConfig.DEFINITIONS);
		dtls.set(DtlsConfig.DTLS_ROLE, DtlsRole.SERVER_ONLY);
		// A device shows by its pre-shared key who it is, or isn't asked.
		dtls.set(DtlsConfig.DTLS_CLIENT_AUTHENTICATION_MODE, CertificateAuthenticationMode.NONE);
		dtls.set(DtlsConfig.DTLS_CONNECTION_ID_LENGTH, CONNECTION_ID_BYTES);
		dtls.set(DtlsConfig.DTLS_MAX_CONNECTIONS, MAX_CONNECTIONS);
		dtls.set(DtlsConfig.DTLS_RECEIVER_THREAD_COUNT, 1);
		dtls.set(DtlsConfig.DTLS_CONNECTOR_THREAD_COUNT, Math.min(2, Runtime.getRuntime().availableProcessors()));
		dtls.set(DtlsConfig.DTLS_MAX_PENDING_INBOUND_JOBS, MAX_PENDING);
		dtls.set(DtlsConfig.DTLS_MAX_PENDING_OUTBOUND_JOBS, MAX_PENDING);
		// RFC 7252 §9.1.3 wants suites with CCM_8, which are recommended no longer.
		dtls.set(DtlsConfig.DTLS_RECOMMENDED_CIPHER_SUITES_ONLY, false);
		dtls.setAsList(DtlsConfig.DTLS_CIPHER_SUITES, CipherSuite.TLS_ECDHE_PSK_WITH_AES_128_GCM_SHA256,
				CipherSuite.TLS_ECDHE_PSK_WITH_AES_128_CCM_8_SHA256, CipherSuite.TLS_PSK_WITH_AES_128_GCM_SHA256,
				CipherSuite.TLS_PSK_WITH_AES_128_CCM, CipherSuite.TLS_PSK_WITH_AES_128_CCM_8,
				CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256,
				CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384, CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_CCM,
				CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_CCM_8, CipherSuite.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256,
				CipherSuite.TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384);
		return DtlsConnectorConfig.builder(dtls)
			.setAddress(new InetSocketAddress(port.number()))
			.setAdvancedPskStore(new PskLookup(identities))
			.setCertificateIdentityProvider(keys)
			.build();
	}

	private void answer(DTLSConnector dtls, RawData request) {
		InetSocketAddress sender = request.getInetSocketAddress();
		// The handshake went back and forth, so the address is no forged one.
		CoapPeer peer = new CoapPeer(sender.getAddress(), sender.getPort(), true);
		dispatcher.answer(request.getBytes(), peer)
			.ifPresent(answer -> dtls.send(RawData.outbound(answer, request.getEndpointContext(), null, false)));
	}

}
