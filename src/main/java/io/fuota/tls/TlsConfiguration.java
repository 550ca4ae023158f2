package io.fuota.tls;

import io.fuota.http.SecureConnector;
import static java.util.stream.Collectors.joining;

import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Clock;
import java.util.concurrent.TimeUnit;
import org.apache.tomcat.util.net.SSLHostConfig;
import org.apache.tomcat.util.net.SSLHostConfigCertificate;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** TLS for the HTTPS listener. */
@Configuration(proxyBeanMethods = false)
class TlsConfiguration {

	private static final Logger LOG = LoggerFactory.getLogger(TlsConfiguration.class);

	// Tomcat destroys only contexts that it made itself.
	@Bean(destroyMethod = "destroy")
	ReplaceableContext httpsContext(Certificates certificates, MoreCertificates more, TlsSettings settings) {
		ReplaceableContext context = new ReplaceableContext(sources(settings.engine()), certificates.load());
		context.replaceNamed(more.load());
		return context;
	}

	private static EngineSources sources(TlsEngine wanted) {
		if (wanted == TlsEngine.JDK) {
			return JdkEngineSource::new;
		}
		Throwable missing = NativeEngineSource.unavailable();
		if (missing == null) {
			return NativeEngineSource::new;
		}
		LOG.warn("TLS is done by the JDK, which takes more of the processor: the native engine doesn't load here ({})",
				missing.toString());
		return JdkEngineSource::new;
	}

	@Bean
	MeterBinder certificateMeter(ReplaceableContext context) {
		return registry -> TimeGauge
			.builder("fuota.certificate.expiry",
					() -> context.certificate().chain().getFirst().getNotAfter().toInstant().toEpochMilli(),
					TimeUnit.MILLISECONDS)
			.description("When the certificate in use ends, since 1970")
			.register(registry);
	}

	@Bean
	ShownCertificate shownCertificate(ReplaceableContext context) {
		return new ShownCertificate(context);
	}

	@Bean
	CertificateWatch certificateWatch(Certificates certificates, MoreCertificates more, ReplaceableContext context,
			TlsSettings settings, Clock clock) {
		return new CertificateWatch(certificates, more, context, settings.certificatesCheck(), clock);
	}

	@Bean
	WebServerFactoryCustomizer<TomcatServletWebServerFactory> tls(SecureConnector secure) {
		return factory -> factory.addConnectorCustomizers(secure::secure);
	}

	@Bean
	SecureConnector secureConnector(ReplaceableContext context) {
		return connector -> {
			SSLHostConfig host = new SSLHostConfig();
			host.setProtocols(String.join("+", TlsRules.PROTOCOLS));
			host.setCiphers(TlsRules.SUITES.stream().filter(suite -> suite.contains("_WITH_")).collect(joining(":")));
			host.setCipherSuites(
					TlsRules.SUITES.stream().filter(suite -> !suite.contains("_WITH_")).collect(joining(":")));
			// Else Tomcat lets the client choose any group that the JDK has.
			host.setGroups(String.join(",", TlsRules.GROUPS));
			SSLHostConfigCertificate certificate = new SSLHostConfigCertificate(host,
					SSLHostConfigCertificate.Type.UNDEFINED);
			certificate.setSslContext(context);
			host.addCertificate(certificate);
			connector.setScheme("https");
			connector.setSecure(true);
			connector.setProperty("SSLEnabled", "true");
			// Old devices send one host whatever they connect to; the certificate is
			// chosen by NamedEngine.
			connector.setProperty("strictSni", "false");
			// A connection takes buffers when it needs them (FrugalProtocol): what Tomcat
			// makes for each is thrown away, and best small.
			connector.setProperty("socket.appReadBufSize", "0");
			connector.setProperty("socket.appWriteBufSize", "0");
			connector.setProperty("socket.directBuffer", "false");
			connector.setProperty("socket.directSslBuffer", "false");
			if (context.source() instanceof JdkEngineSource) {
				// Its engines lie in the heap, where BoringSSL's don't: a third as much
				// again.
				int most = Integer.parseInt(String.valueOf(connector.getProperty("maxConnections")));
				connector.setProperty("maxConnections", Integer.toString(most * 3 / 4));
			}
			connector.addSslHostConfig(host);
		};
	}

}
