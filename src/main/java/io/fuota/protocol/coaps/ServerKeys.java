package io.fuota.protocol.coaps;

import io.fuota.tls.ShownCertificate;
import java.util.List;
import javax.security.auth.x500.X500Principal;
import org.eclipse.californium.scandium.dtls.CertificateIdentityResult;
import org.eclipse.californium.scandium.dtls.CertificateType;
import org.eclipse.californium.scandium.dtls.ConnectionId;
import org.eclipse.californium.scandium.dtls.HandshakeResultHandler;
import org.eclipse.californium.scandium.dtls.SignatureAndHashAlgorithm;
import org.eclipse.californium.scandium.dtls.cipher.CipherSuite.CertificateKeyAlgorithm;
import org.eclipse.californium.scandium.dtls.cipher.XECDHECryptography.SupportedGroup;
import org.eclipse.californium.scandium.dtls.x509.CertificateProvider;
import org.eclipse.californium.scandium.util.ServerNames;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * What the server shows in a handshake: the pair of the HTTPS listener as it is then, as
 * a certificate or, to clients that want no more (RFC 7250), as a raw public key.
 */
@Component
class ServerKeys implements CertificateProvider {

	private final ShownCertificate shown;

	ServerKeys(ShownCertificate shown) {
		this.shown = shown;
	}

	@Override
	public List<CertificateKeyAlgorithm> getSupportedCertificateKeyAlgorithms() {
		return List.of(CertificateKeyAlgorithm.EC, CertificateKeyAlgorithm.RSA);
	}

	@Override
	public List<CertificateType> getSupportedCertificateTypes() {
		return List.of(CertificateType.X_509, CertificateType.RAW_PUBLIC_KEY);
	}

	@Override
	public CertificateIdentityResult requestCertificateIdentity(ConnectionId connection, boolean client,
			@Nullable List<X500Principal> issuers, @Nullable ServerNames names,
			@Nullable List<CertificateKeyAlgorithm> algorithms, @Nullable List<SignatureAndHashAlgorithm> signatures,
			@Nullable List<SupportedGroup> curves) {
		ShownCertificate.Pair pair = shown.now();
		CertificateKeyAlgorithm own = pair.key().getAlgorithm().equals("RSA") ? CertificateKeyAlgorithm.RSA
				: CertificateKeyAlgorithm.EC;
		if (algorithms != null && !algorithms.contains(own)) {
			return new CertificateIdentityResult(connection);
		}
		return new CertificateIdentityResult(connection, pair.key(), pair.chain());
	}

	@Override
	public void setResultHandler(HandshakeResultHandler handler) {
		// Results are there at once.
	}

}
