package io.fuota.firmware.image;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;

/** Finds out what a firmware file is, and whether it is whole. */
public final class ImageInspectors {

	private ImageInspectors() {
	}

	/**
	 * Looks into a file. Reads some of its bytes, or all of them once or twice, through a
	 * buffer of fixed size.
	 * @param fileName with or without folders; it decides for {@code .fmu} files alone
	 * @param bytes at any position, which changes; they are not closed
	 * @throws IOException if the bytes can't be read
	 */
	public static Inspection inspect(String fileName, SeekableByteChannel bytes) throws IOException {
		try {
			return look(fileName, bytes);
		}
		catch (Flaw flaw) {
			return new Inspection.Broken(flaw.broken());
		}
	}

	private static Inspection look(String fileName, SeekableByteChannel channel) throws IOException, Flaw {
		if (FmuInspector.isOne(fileName)) {
			return new Inspection.Recognised(FmuInspector.read(fileName));
		}
		ImageBytes bytes = new ImageBytes(channel, ImageFormat.ESP32);
		if (Esp32Inspector.claims(bytes)) {
			return new Inspection.Recognised(new Esp32Inspector(bytes).read());
		}
		if (McubootInspector.claims(bytes)) {
			return new Inspection.Recognised(new McubootInspector(bytes.as(ImageFormat.MCUBOOT)).read());
		}
		if (BundleInspector.claims(bytes)) {
			return new Inspection.Recognised(new BundleInspector(bytes.as(ImageFormat.MONGOOSE_BUNDLE)).read());
		}
		if (SuitInspector.claims(bytes)) {
			return new Inspection.Recognised(new SuitInspector(bytes.as(ImageFormat.SUIT)).read());
		}
		return new Inspection.Opaque();
	}

}
