package io.fuota.update;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SemanticVersionTests {

	/** The example of semver.org, section 11, and what is around it. */
	private static final List<String> ASCENDING = List.of("0.9.9", "1.0.0-alpha", "1.0.0-alpha.1", "1.0.0-alpha.beta",
			"1.0.0-beta", "1.0.0-beta.2", "1.0.0-beta.11", "1.0.0-rc.1", "1.0.0", "1.0.1", "1.2.0", "1.10.0", "2.0.0",
			"10.0.0");

	@Test
	void versionsAreOrderedAsTheStandardSays() {
		for (int i = 0; i < ASCENDING.size(); i++) {
			for (int j = 0; j < ASCENDING.size(); j++) {
				assertThat(SemanticVersion.isOlder(ASCENDING.get(i), ASCENDING.get(j)))
					.as("%s is older than %s", ASCENDING.get(i), ASCENDING.get(j))
					.isEqualTo(i < j);
			}
		}
	}

	@Test
	void buildsHaveNoOrder() {
		assertThat(SemanticVersion.isOlder("1.0.0+a", "1.0.0+b")).isFalse();
		assertThat(SemanticVersion.isOlder("v1.0.0", "1.0.1")).as("a v before it doesn't count").isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "1", "1.0", "1.0.0.0", "01.0.0", "1.0.0-", "1.0.0 ", "a.b.c", "20240101", "*" })
	void whatIsntOneHasNoOrder(String other) {
		assertThat(SemanticVersion.parse(other)).isEmpty();
		assertThat(SemanticVersion.isOlder(other, "9.9.9")).isFalse();
		assertThat(SemanticVersion.isOlder("0.0.1", other)).isFalse();
	}

}
