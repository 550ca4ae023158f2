package io.fuota.history;

import java.util.List;

/**
 * Told to whoever listens, once events are durable.
 *
 * @param events in the order of their ids
 */
public record DeviceEventsWritten(List<DeviceEvent> events) {
}
