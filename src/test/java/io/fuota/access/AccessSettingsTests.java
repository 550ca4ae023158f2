package io.fuota.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class AccessSettingsTests {

	@Test
	void firstAccountIsAdminWhereNoneIsNamed() {
		assertThat(new AccessSettings("", "", "", "", false).username()).isEqualTo("admin");
	}

	@Test
	void colonInAUserNameIsRefusedByItsSetting() {
		assertThatIllegalArgumentException().isThrownBy(() -> new AccessSettings("a:b", "x", "", "", false))
			.withMessageStartingWith("US_AUTH_USERNAME");
		assertThatIllegalArgumentException().isThrownBy(() -> new AccessSettings("a", "x", "d:e", "y", false))
			.withMessageStartingWith("FUOTA_DEVICE_USERNAME");
	}

	@Test
	void deviceAccountIsWholeOrAbsent() {
		assertThatIllegalArgumentException().isThrownBy(() -> new AccessSettings("a", "x", "d", "", false))
			.withMessageStartingWith("FUOTA_DEVICE_USERNAME");
		assertThatIllegalArgumentException().isThrownBy(() -> new AccessSettings("a", "x", "a", "y", false))
			.withMessageStartingWith("FUOTA_DEVICE_USERNAME");
	}

	@Test
	void adminOnlyNeedsADeviceAccount() {
		assertThatIllegalArgumentException().isThrownBy(() -> new AccessSettings("a", "x", "", "", true))
			.withMessageStartingWith("FUOTA_ADMIN_ONLY");
	}

	@Test
	void noPasswordIsEverShown() {
		assertThat(new AccessSettings("a", "s3cret", "d", "t0ken", true).toString()).doesNotContain("s3cret", "t0ken");
	}

	@Test
	void theOperatorsAccountIsWholeAndOfItsOwn() {
		assertThatIllegalArgumentException().isThrownBy(() -> new AccessSettings("a", "x", "", "", false, "o", ""))
			.withMessageContaining("FUOTA_OPERATOR_PASSWORD");
		assertThatIllegalArgumentException().isThrownBy(() -> new AccessSettings("a", "x", "", "", false, "a", "y"))
			.withMessageContaining("FUOTA_OPERATOR_USERNAME");
		assertThatIllegalArgumentException().isThrownBy(() -> new AccessSettings("a", "x", "d", "y", false, "d", "y"))
			.withMessageContaining("FUOTA_OPERATOR_USERNAME");
		assertThat(new AccessSettings("a", "x", "", "", false, "o", "t0ken").toString()).doesNotContain("t0ken");
	}

}
