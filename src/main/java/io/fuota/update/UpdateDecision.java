package io.fuota.update;

import io.fuota.firmware.FirmwareFile;

/** What a device should do now. */
public sealed interface UpdateDecision {

	/** What that means, for people. */
	String sentence();

	/** The device is to install this file. */
	record Install(FirmwareFile file) implements UpdateDecision {

		@Override
		public String sentence() {
			return "At its next check it is told to install " + file.name() + ".";
		}

	}

	/**
	 * Nothing to do.
	 *
	 * @param sentence why, for people
	 */
	record Stay(Reason reason, String sentence) implements UpdateDecision {
	}

	/** Neither an assignment nor a catalogue knows this device. */
	record UnknownDevice() implements UpdateDecision {

		@Override
		public String sentence() {
			return "It has no assignment.";
		}

	}

	/** The assignment names a file that isn't here, or whose bytes aren't. */
	record FileMissing(String name) implements UpdateDecision {

		@Override
		public String sentence() {
			return "Its assignment names the file " + name + ", which isn't here or is damaged.";
		}

	}

	/** Why a device stays as it is. */
	enum Reason {

		/** The assignment is for devices that run another version. */
		OTHER_VERSION,

		/** Its product's catalogue has nothing else for it. */
		NOTHING_NEWER,

		/** It runs the version of the file. */
		RUNS_IT,

		/** It downloaded these bytes and came back with another version than before. */
		HAS_IT,

		/** Nobody knows which version the file has, so nobody knows who runs it. */
		VERSION_UNKNOWN,

		/** It downloaded these bytes too often without ever running them. */
		QUARANTINED,

		/** The image isn't for this device. */
		MISFIT

	}

}
