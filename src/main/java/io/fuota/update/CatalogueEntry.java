package io.fuota.update;

import io.fuota.firmware.FirmwareFile;
import java.util.Optional;

/**
 * What a catalogue has for a device of a product it knows.
 *
 * @param file to install instead of what the device runs; empty where it stays as it is
 * @param sentence why it stays, for people
 */
public record CatalogueEntry(Optional<FirmwareFile> file, String sentence) {
}
