package io.fuota.operations;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

class EmptySettingsTests {

	@Test
	void settingGivenEmptyCountsAsNotGiven() {
		StandardEnvironment environment = new StandardEnvironment() {

			@Override
			public Map<String, Object> getSystemEnvironment() {
				return Map.of("FUOTA_HOST", "", "US_SERVER_PORT", "1", "OTHER", "");
			}

		};
		environment.getPropertySources()
			.replace(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, new SystemEnvironmentPropertySource(
					StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, environment.getSystemEnvironment()));

		new EmptySettings().postProcessEnvironment(environment, new SpringApplication());

		assertThat(environment.getProperty("FUOTA_HOST", "default")).isEqualTo("default");
		assertThat(environment.getProperty("US_SERVER_PORT")).isEqualTo("1");
		assertThat(environment.getProperty("OTHER", "default")).isEmpty();
	}

}
