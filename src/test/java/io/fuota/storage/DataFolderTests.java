package io.fuota.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataFolderTests {

	@TempDir
	private Path folder;

	@Test
	void secondServerIsRefusedUntilTheFirstIsGone() throws IOException {
		Path data = folder.resolve("data");
		try (DataFolder first = DataFolder.open(data)) {
			assertThat(first.root()).isEqualTo(data);
			assertThatExceptionOfType(DataFolderUnusableException.class).isThrownBy(() -> DataFolder.open(data))
				.withMessageContaining("in use by another fuota-server");
		}
		try (DataFolder second = DataFolder.open(data)) {
			assertThat(second.database()).isEqualTo(data.resolve("devices.db"));
		}
	}

	@Test
	void folderThatCantBeMadeIsToldWithItsSetting() throws IOException {
		Path file = Files.writeString(folder.resolve("file"), "");

		assertThatExceptionOfType(DataFolderUnusableException.class)
			.isThrownBy(() -> DataFolder.open(file.resolve("data")))
			.withMessageContaining("FUOTA_DATA_DIR");
	}

	@Test
	void onlyTheServersOwnFilesAreItsOwn() throws IOException {
		try (DataFolder data = DataFolder.open(folder)) {
			assertThat(data.isOwn(folder.resolve("devices.db-wal"))).isTrue();
			assertThat(data.isOwn(folder.resolve("initial-password"))).isTrue();
			assertThat(data.isOwn(folder.resolve("lock"))).isTrue();
			assertThat(data.isOwn(folder.resolve("firmware.bin"))).isFalse();
		}
	}

}
