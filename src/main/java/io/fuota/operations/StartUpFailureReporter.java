package io.fuota.operations;

import io.fuota.storage.DataFolderUnusableException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringBootExceptionReporter;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.web.server.PortInUseException;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.PropertySource;

/**
 * Says in one line why the server can't start, for every reason that an operator can
 * mend. Other failures are left to Spring Boot, which prints them whole.
 */
final class StartUpFailureReporter implements SpringBootExceptionReporter {

	private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([A-Z_]+)(:[^}]*)?}");

	private final @Nullable ConfigurableApplicationContext context;

	StartUpFailureReporter(@Nullable ConfigurableApplicationContext context) {
		this.context = context;
	}

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
	@Nullable String explain(Throwable failure) {
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			if (cause instanceof DataFolderUnusableException || cause instanceof DatabaseUnusableException
					|| cause instanceof CertificateUnusableException || isOfSettings(cause)) {
				return cause.getMessage();
			}
			if (cause instanceof PortInUseException inUse) {
				return "port " + inUse.getPort()
						+ " is in use by another program; stop that one, or set US_SERVER_PORT "
						+ "or FUOTA_MANAGEMENT_PORT to another port";
			}
			if (cause instanceof BindException wrong && wrong.getProperty() != null
					&& !(rootOf(wrong) instanceof IllegalArgumentException thrown && isOfSettings(thrown))) {
				return explain(wrong, wrong.getProperty());
			}
		}
		return null;
	}

	// A settings record refused its values; its message names the setting.
	private static boolean isOfSettings(Throwable cause) {
		String message = cause.getMessage();
		return cause instanceof IllegalArgumentException && message != null
				&& (message.startsWith("FUOTA_") || message.startsWith("US_"));
	}

	private String explain(BindException failure, ConfigurationProperty property) {
		String name = property.getName().toString();
		String setting = settingBehind(name);
		String type = String.valueOf(failure.getTarget().getType().resolve(Object.class).getSimpleName());
		return (setting == null ? name : setting) + " has the value “" + property.getValue() + "”, which is no "
				+ switch (type) {
					case "int", "Integer" -> "whole number";
					case "boolean", "Boolean" -> "true or false";
					case "DataSize" -> "size such as 64MiB";
					case "InetAddress" -> "IP address";
					case "LogLevel" -> "log level (ERROR, WARN, INFO, DEBUG or TRACE)";
					default -> type;
				};
	}

	/** The environment variable that application.yaml puts into this property. */
	private @Nullable String settingBehind(String property) {
		if (context == null) {
			return null;
		}
		for (PropertySource<?> source : context.getEnvironment().getPropertySources()) {
			if (!"configurationProperties".equals(source.getName())
					&& source.getProperty(property) instanceof CharSequence text) {
				Matcher placeholder = PLACEHOLDER.matcher(text);
				if (placeholder.matches()) {
					return placeholder.group(1);
				}
			}
		}
		return null;
	}

	private static Throwable rootOf(Throwable failure) {
		Throwable root = failure;
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			root = cause;
		}
		return root;
	}

}
