package io.fuota.firmware.image;

/**
 * A signature that an image carries. Whether it is valid only a device can tell, which
 * has the key.
 *
 * @param kind the algorithm, as one word: {@code rsa-3072-pss}, {@code ecdsa-p256} …
 * @param keyDigest what names the key, in hex; empty where the image doesn't tell
 */
public record ImageSignature(String kind, String keyDigest) {

}
