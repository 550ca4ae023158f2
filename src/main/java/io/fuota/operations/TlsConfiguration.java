package io.fuota.operations;

import java.util.List;
import org.springframework.boot.autoconfigure.ssl.SslBundleRegistrar;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundleKey;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.ssl.SslOptions;
import org.springframework.boot.ssl.SslStoreBundle;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.Ssl;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** TLS for the HTTPS listener. */
@Configuration(proxyBeanMethods = false)
class TlsConfiguration {

	private static final String BUNDLE = "https";

	private static final List<String> PROTOCOLS = List.of("TLSv1.3", "TLSv1.2");

	/**
	 * Forward-secret suites with authenticated encryption, which every client of the
	 * documented protocols has.
	 */
	private static final List<String> SUITES = List.of("TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384",
			"TLS_CHACHA20_POLY1305_SHA256", "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
			"TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384", "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
			"TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256", "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
			"TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256");

	@Bean
	SslBundleRegistrar httpsCertificate(Certificates certificates) {
		ServerCertificate pair = certificates.load();
		SslStoreBundle stores = SslStoreBundle.of(pair.keyStore(), ServerCertificate.KEY_STORE_PASSWORD, null);
		SslBundle bundle = SslBundle.of(stores, SslBundleKey.of(ServerCertificate.KEY_STORE_PASSWORD),
				SslOptions.of(SUITES.toArray(String[]::new), PROTOCOLS.toArray(String[]::new)));
		return registry -> registry.registerBundle(BUNDLE, bundle);
	}

	@Bean
	WebServerFactoryCustomizer<TomcatServletWebServerFactory> tls(SslBundles bundles) {
		return factory -> {
			factory.setSslBundles(bundles);
			factory.setSsl(Ssl.forBundle(BUNDLE));
		};
	}

}
