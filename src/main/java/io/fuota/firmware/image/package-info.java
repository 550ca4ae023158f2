/**
 * Looks into the bytes of firmware files: what they are built for, which version they
 * are, and whether a boot loader would refuse them. Pure: bytes in, a record out, in
 * constant memory. docs/images.md says what is checked and shown for each format. Begin
 * with {@link io.fuota.firmware.image.ImageInspectors}.
 */
@NullMarked
@NamedInterface("image")
package io.fuota.firmware.image;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
