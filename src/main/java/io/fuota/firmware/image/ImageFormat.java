package io.fuota.firmware.image;

/** The formats that are looked into. The names are stored; do not rename them. */
public enum ImageFormat {

	/** An application of ESP-IDF for a chip of the ESP32 family. */
	ESP32("ESP32 image"),

	/** An image for the boot loader MCUboot. */
	MCUBOOT("MCUboot image"),

	/** A zip file with the parts of a Mongoose OS firmware. */
	MONGOOSE_BUNDLE("Mongoose OS bundle"),

	/** A file for CoAP devices that are told apart by its name. */
	FMU(".fmu file"),

	/** A manifest for RIOT devices. */
	SUIT("SUIT envelope");

	private final String words;

	ImageFormat(String words) {
		this.words = words;
	}

	/** As it is called in a sentence. */
	public String words() {
		return words;
	}

}
