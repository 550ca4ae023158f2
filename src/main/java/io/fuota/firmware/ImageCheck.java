package io.fuota.firmware;

import io.fuota.firmware.image.ImageInspectors;
import io.fuota.firmware.image.Inspection;
import io.fuota.storage.Carriers;
import io.fuota.storage.IncomingFile;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;

/** Looks into bytes that have come in, before anybody can see them. */
final class ImageCheck {

	private ImageCheck() {
	}

	/**
	 * Looks into finished bytes.
	 * @throws BrokenImageException if they are broken, and are to be refused then
	 * @throws IOException if they can't be read
	 */
	static Inspection inspect(FileName name, IncomingFile incoming, IfBroken ifBroken) throws IOException {
		try (Carriers.Hold _ = Carriers.hold(); SeekableByteChannel bytes = incoming.open()) {
			Inspection inspection = ImageInspectors.inspect(name.value(), bytes);
			if (inspection instanceof Inspection.Broken(var flaw) && ifBroken == IfBroken.REFUSE) {
				throw new BrokenImageException(flaw);
			}
			return inspection;
		}
	}

}
