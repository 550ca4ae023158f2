package io.fuota.update;

import java.util.List;

/**
 * Told to whoever listens, once assignments are durable: these devices were assigned
 * something, perhaps the same as before, or have no assignment any more.
 */
public record AssignmentsChanged(List<String> devices) {
}
