package io.fuota.storage;

/**
 * What was calculated while bytes came in.
 *
 * @param digest SHA-256, the name in the store
 * @param sha1 40 hex digits, for protocols that still ask for it
 * @param md5 32 hex digits, likewise
 * @param size in bytes
 */
public record Fingerprint(Digest digest, String sha1, String md5, long size) {
}
