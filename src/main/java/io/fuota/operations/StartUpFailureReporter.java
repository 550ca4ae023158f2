package io.fuota.operations;

import io.fuota.storage.DataFolderUnusableException;
import io.fuota.tls.CertificateUnusableException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringBootExceptionReporter;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.boot.tomcat.ConnectorStartFailedException;
import org.springframework.boot.web.server.PortInUseException;
import org.springframework.core.convert.ConversionFailedException;
import org.springframework.core.io.ClassPathResource;

/**
 * Says in one line why the server can't start, for every reason that an operator can
 * mend. Other failures are left to Spring Boot, which prints them whole.
 */
final class StartUpFailureReporter implements SpringBootExceptionReporter {

	private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([A-Z_]+)(:[^}]*)?}");

	@Override
	@SuppressWarnings("SystemOut") // The log may not be set up yet, and whoever started
									// the server reads this.
	public boolean reportException(Throwable failure) {
		String sentence = explain(failure);
		if (sentence == null) {
			return false;
		}
		System.err.println("fuota-server can't start: " + sentence);
		return true;
	}

	/** The sentence, or null where the failure is none of an operator's. */
	static @Nullable String explain(Throwable failure) {
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			String sentence = explainAlone(cause);
			if (sentence != null) {
				return sentence;
			}
		}
		return null;
	}

	private static @Nullable String explainAlone(Throwable cause) {
		return switch (cause) {
			case DataFolderUnusableException folder -> folder.getMessage();
			case DatabaseUnusableException database -> database.getMessage();
			case CertificateUnusableException certificate -> certificate.getMessage();
			case IllegalArgumentException rule when isOfSettings(rule) -> rule.getMessage();
			case PortInUseException inUse -> inUse(inUse.getPort());
			case ConnectorStartFailedException inUse -> inUse(inUse.getPort());
			case InvalidConfigurationPropertyValueException wrong ->
				wrongValue(wrong.getName(), String.valueOf(wrong.getCause() instanceof ConversionFailedException failed
						? failed.getValue() : wrong.getValue()), "value for it");
			case BindException wrong when wrong.getProperty() != null -> wrongValue(wrong);
			default -> null;
		};
	}

	private static String inUse(int port) {
		return "port " + port + " is in use by another program; stop that one, or "
				+ "set US_SERVER_PORT, FUOTA_HTTP_PORT, FUOTA_EXOSITE_PORT or FUOTA_MANAGEMENT_PORT to another port";
	}

	/** A settings record refused its values; its message names the setting. */
	private static boolean isOfSettings(IllegalArgumentException rule) {
		String message = rule.getMessage();
		return message != null && (message.startsWith("FUOTA_") || message.startsWith("US_"));
	}

	private static @Nullable String wrongValue(BindException wrong) {
		for (Throwable cause = wrong; cause != null; cause = cause.getCause()) {
			if (cause instanceof ConversionFailedException failed) {
				return wrongValue(Objects.requireNonNull(wrong.getProperty()).getName().toString(),
						String.valueOf(failed.getValue()), wanted(failed.getTargetType().getType()));
			}
		}
		return null;
	}

	private static String wrongValue(String property, String value, String wanted) {
		return settingBehind(property) + " has the value “" + value + "”, which is no " + wanted;
	}

	private static String wanted(Class<?> type) {
		return switch (type.getSimpleName()) {
			case "int", "Integer" -> "whole number";
			case "boolean", "Boolean" -> "true or false";
			case "DataSize" -> "size such as 64MiB";
			case "Duration" -> "duration such as 24h";
			case "InetAddress" -> "IP address";
			case "LogLevel" -> "log level (ERROR, WARN, INFO, DEBUG or TRACE)";
			case "MongooseStyle" -> "style (direct or redirect)";
			case "TlsEngine" -> "TLS engine (native or jdk)";
			default -> type.getSimpleName();
		};
	}

	/**
	 * The environment variable that application.yaml puts into this property; else the
	 * property's own name.
	 */
	private static String settingBehind(String property) {
		try {
			return new YamlPropertySourceLoader().load("settings", new ClassPathResource("application.yaml"))
				.stream()
				.map(source -> source.getProperty(property))
				.filter(Objects::nonNull)
				.map(raw -> PLACEHOLDER.matcher(raw.toString()))
				.filter(Matcher::matches)
				.map(placeholder -> placeholder.group(1))
				.findFirst()
				.orElse(property);
		}
		catch (IOException failure) {
			throw new UncheckedIOException("application.yaml isn't in the jar", failure);
		}
	}

}
