package io.fuota.firmware;

/**
 * A firmware file that isn't published yet.
 *
 * @param file what it will be
 * @param bytes open
 */
public record NewFile(FirmwareFile file, StagedBytes bytes) {
}
