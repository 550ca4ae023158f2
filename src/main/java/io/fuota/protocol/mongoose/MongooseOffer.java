package io.fuota.protocol.mongoose;

import io.fuota.firmware.FirmwareFile;
import io.fuota.update.UpdateDecision;

/** What a device that polls is given. */
sealed interface MongooseOffer {

	/** A bundle of this server. */
	record Bundle(FirmwareFile file) implements MongooseOffer {
	}

	/** Whatever another server has under this absolute URL. */
	record Elsewhere(String url) implements MongooseOffer {
	}

	/**
	 * Nothing: it stays as it is.
	 *
	 * @param why never an installation
	 */
	record Nothing(UpdateDecision why) implements MongooseOffer {
	}

}
