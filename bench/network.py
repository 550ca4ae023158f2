"""The network that the servers are asked over."""

import fcntl
import socket
import struct
from pathlib import Path

READ_FLAGS, WRITE_FLAGS, UP = 0x8913, 0x8914, 1  # linux/sockios.h, linux/if.h
FOLLOWED = Path("/proc/net/stat/nf_conntrack")


def bring_up_loopback():
    """In a new network its only device is down."""
    with socket.socket() as any_socket:
        request = struct.pack("16sH14x", b"lo", 0)
        flags = struct.unpack("16sH14x", fcntl.ioctl(any_socket, READ_FLAGS, request))[1]
        if not flags & UP:
            fcntl.ioctl(any_socket, WRITE_FLAGS, struct.pack("16sH14x", b"lo", flags | UP))


def is_own():
    """Whether there is nothing in it but the loopback device."""
    return [name for _, name in socket.if_nameindex()] == ["lo"]


def dropped():
    """Packets that a firewall dropped so far since it followed too many connections."""
    if not FOLLOWED.exists():
        return 0
    head, *processors = (line.split() for line in FOLLOWED.read_text().splitlines())
    return sum(int(counts[head.index(name)], 16) for counts in processors for name in ("drop", "early_drop"))
