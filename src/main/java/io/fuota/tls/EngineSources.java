package io.fuota.tls;

/** Makes the source of engines for a certificate; fixed for the life of the server. */
@FunctionalInterface
interface EngineSources {

	/**
	 * A source with this certificate.
	 * @throws CertificateUnusableException if the engine can't show this certificate
	 */
	EngineSource of(ServerCertificate certificate);

}
