package io.fuota.update;

import io.fuota.firmware.FirmwareFile;

/** What a device should do now. */
public sealed interface UpdateDecision {

	/** The device is to install this file. */
	record Install(FirmwareFile file) implements UpdateDecision {
	}

	/** Nothing to do. */
	record Stay(Reason reason) implements UpdateDecision {
	}

	/** No assignment knows this device. */
	record UnknownDevice() implements UpdateDecision {
	}

	/** The assignment names a file that isn't here, or whose bytes aren't. */
	record FileMissing(String name) implements UpdateDecision {
	}

	/** Why a device stays as it is. */
	enum Reason {

		/** The assignment is for devices that run another version. */
		OTHER_VERSION

	}

}
