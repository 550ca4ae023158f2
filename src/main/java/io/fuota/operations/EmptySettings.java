package io.fuota.operations;

import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/**
 * Takes a setting that is given empty for one that isn't given:
 * {@code FUOTA_MANAGEMENT_ADDRESS=} is what scripts and compose files leave where they
 * mean the default.
 */
final class EmptySettings implements EnvironmentPostProcessor {

	@Override
	public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
		Map<String, Object> given = new LinkedHashMap<>(environment.getSystemEnvironment());
		given.entrySet().removeIf(setting -> isOurs(setting.getKey()) && setting.getValue().toString().isEmpty());
		environment.getPropertySources()
			.replace(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, new SystemEnvironmentPropertySource(
					StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, Map.copyOf(given)));
	}

	private static boolean isOurs(String name) {
		return name.startsWith("US_") || name.startsWith("FUOTA_");
	}

}
