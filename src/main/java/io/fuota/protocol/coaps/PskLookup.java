package io.fuota.protocol.coaps;

import java.net.InetSocketAddress;
import javax.crypto.SecretKey;
import org.eclipse.californium.scandium.dtls.ConnectionId;
import org.eclipse.californium.scandium.dtls.HandshakeResultHandler;
import org.eclipse.californium.scandium.dtls.PskPublicInformation;
import org.eclipse.californium.scandium.dtls.PskSecretResult;
import org.eclipse.californium.scandium.dtls.pskstore.AdvancedPskStore;
import org.eclipse.californium.scandium.util.SecretUtil;
import org.eclipse.californium.scandium.util.ServerNames;
import org.jspecify.annotations.Nullable;

/** Hands Scandium the secret of an identity. */
final class PskLookup implements AdvancedPskStore {

	private final PskIdentities identities;

	PskLookup(PskIdentities identities) {
		this.identities = identities;
	}

	@Override
	public boolean hasEcdhePskSupported() {
		return true;
	}

	@Override
	public PskSecretResult requestPskSecretResult(ConnectionId connection, @Nullable ServerNames names,
			PskPublicInformation identity, String hmac, @Nullable SecretKey other, byte[] seed, boolean extended) {
		SecretKey secret = identities.secretOf(identity.getPublicInfoAsString())
			// Scandium wipes what it is given.
			.map(bytes -> SecretUtil.create(bytes, PskSecretResult.ALGORITHM_PSK))
			.orElse(null);
		return new PskSecretResult(connection, identity, secret);
	}

	@Override
	public @Nullable PskPublicInformation getIdentity(InetSocketAddress peer, @Nullable ServerNames names) {
		// For clients.
		return null;
	}

	@Override
	public void setResultHandler(HandshakeResultHandler handler) {
		// Results are there at once.
	}

}
