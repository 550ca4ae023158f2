package io.fuota.protocol.mongoose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.util.unit.DataSize;

/** Which settings stop the start, and with which words. */
class MongooseSettingsTests {

	private static final DataSize RECORD = DataSize.ofKilobytes(2);

	private static final DataSize FREE = DataSize.ofBytes(0);

	@Test
	void noneIsAnEmptyList() {
		MongooseSettings settings = paths(List.of("none"), List.of("none"), List.of("none"));
		assertThat(settings.paths()).isEmpty();
		assertThat(settings.staticPaths()).isEmpty();
		assertThat(settings.anonymous()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "/", "/update", "/ota/lamp/", "/a_b-c.d~e" })
	void anyPathThatIsNobodyElsesWillDo(String path) {
		assertThat(paths(List.of(path), List.of(), List.of(path)).paths()).containsExactly(path);
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "update", "/a b", "/a//b", "/a?b", "/../a", "/devices", "/files/x", "/api/v1/x", "/console" })
	void anyOtherIsRefused(String path) {
		assertThatIllegalArgumentException().isThrownBy(() -> paths(List.of(path), List.of(), List.of()))
			.withMessageContaining("FUOTA_MONGOOSE_PATHS")
			.withMessageContaining(path);
	}

	@Test
	void aStaticPathEndsWithASlash() {
		assertThatIllegalArgumentException().isThrownBy(() -> paths(List.of(), List.of("/fw"), List.of()))
			.withMessageContaining("FUOTA_MONGOOSE_STATIC_PATHS");
		assertThatIllegalArgumentException().isThrownBy(() -> paths(List.of(), List.of("/"), List.of()))
			.withMessageContaining("FUOTA_MONGOOSE_STATIC_PATHS");
	}

	@Test
	void anAnonymousPathIsOneOfThem() {
		assertThat(paths(List.of("/a"), List.of("/b/"), List.of("/a", "/b/", "/update")).anonymous()).hasSize(3);
		assertThatIllegalArgumentException().isThrownBy(() -> paths(List.of("/a"), List.of(), List.of("/c")))
			.withMessageContaining("FUOTA_MONGOOSE_ANONYMOUS");
	}

	@Test
	void recordsAndRatesHaveRanges() {
		assertThatIllegalArgumentException().isThrownBy(() -> sizes(DataSize.ofBytes(255), FREE))
			.withMessageContaining("FUOTA_MONGOOSE_RECORD");
		assertThatIllegalArgumentException().isThrownBy(() -> sizes(DataSize.ofKilobytes(17), FREE))
			.withMessageContaining("FUOTA_MONGOOSE_RECORD");
		assertThatIllegalArgumentException().isThrownBy(() -> sizes(RECORD, DataSize.ofBytes(1_023)))
			.withMessageContaining("FUOTA_MONGOOSE_RATE");
		assertThat(sizes(DataSize.ofBytes(256), DataSize.ofKilobytes(1)).record().toBytes()).isEqualTo(256);
	}

	private static MongooseSettings paths(List<String> polls, List<String> statics, List<String> anonymous) {
		return new MongooseSettings(polls, statics, anonymous, MongooseStyle.DIRECT, RECORD, FREE);
	}

	private static MongooseSettings sizes(DataSize record, DataSize rate) {
		return new MongooseSettings(List.of(), List.of(), List.of(), MongooseStyle.DIRECT, record, rate);
	}

}
