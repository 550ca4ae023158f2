package io.fuota.protocol.exosite;

/**
 * What a device may say of its update in {@code otau_in} (the Exosite OTA update schema).
 */
enum ReportedState {

	INIT, TEST, TEST_STEP, TEST_ERROR, TEST_SUCCESS, DOWNLOAD, DOWNLOAD_STEP, DOWNLOAD_SUCCESS, DOWNLOAD_ERROR, INSTALL,
	INSTALL_STEP, INSTALL_ABORTED, INSTALL_ERROR, INSTALL_SUCCESS, INSTALLED_VERSION;

	/** Whether the update is over, and not well. */
	boolean isFailure() {
		return this == TEST_ERROR || this == DOWNLOAD_ERROR || this == INSTALL_ERROR || this == INSTALL_ABORTED;
	}

}
