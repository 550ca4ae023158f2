#define _GNU_SOURCE
#include "load.h"

#include <errno.h>
#include <netinet/tcp.h>
#include <openssl/err.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

const char *const failure_names[FAILURES] = {"connect", "handshake", "broken", "status", "length", "body", "timeout"};

static void fail(struct slot *slot, enum failure failure);

static void watch(struct slot *slot, uint32_t events) {
	if (slot->watched == events) return;
	struct epoll_event event = {.events = events, .data.ptr = slot};
	epoll_ctl(slot->worker->epoll, slot->watched ? EPOLL_CTL_MOD : EPOLL_CTL_ADD, slot->fd, &event);
	slot->watched = events;
}

/* A device says goodbye before it closes; without that OpenSSL would not resume the session, either. */
void slot_close(struct slot *slot) {
	if (slot->ssl) {
		if (slot->state != CONNECTING && slot->state != SHAKING) SSL_shutdown(slot->ssl);
		SSL_free(slot->ssl);
		slot->ssl = NULL;
	}
	if (slot->fd >= 0) close(slot->fd);
	slot->fd = -1;
	slot->watched = 0;
	ERR_clear_error();
}

/* TLS 1.3: called for each ticket. */
int slot_keep_session(SSL *ssl, SSL_SESSION *session) {
	struct slot *slot = SSL_get_app_data(ssl);
	if (slot->session) SSL_SESSION_free(slot->session);
	slot->session = session;
	return 1; /* the reference is ours now */
}

/* TLS 1.2: the session with the ticket of this handshake, which may be a new one in a resumed handshake, too. */
static void keep_newest_session(struct slot *slot) {
	SSL_SESSION *newest = SSL_get1_session(slot->ssl);
	if (newest) slot_keep_session(slot->ssl, newest);
}

static void connect_slot(struct slot *slot) {
	const struct options *options = slot->worker->options;
	int on = 1;
	slot->fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	setsockopt(slot->fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
	setsockopt(slot->fd, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &on, sizeof on);
	/* Many addresses, as devices have; and one address would run out of ports. */
	struct sockaddr_in from = {.sin_family = AF_INET};
	from.sin_addr.s_addr = htonl(0x7f000002 + (slot - slot->worker->slots) % 30 + 30 * slot->worker->index);
	bind(slot->fd, (struct sockaddr *)&from, sizeof from);
	struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons(options->port)};
	to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	slot->connected_for_this = true;
	slot->state = CONNECTING;
	if (connect(slot->fd, (struct sockaddr *)&to, sizeof to) != 0 && errno != EINPROGRESS) {
		fail(slot, CONNECT);
		return;
	}
	slot->ssl = SSL_new(slot->worker->tls);
	SSL_set_app_data(slot->ssl, slot);
	SSL_set_fd(slot->ssl, slot->fd);
	SSL_set_tlsext_host_name(slot->ssl, options->name);
	SSL_set_connect_state(slot->ssl);
	if (options->mode == RESUMED && slot->session) SSL_set_session(slot->ssl, slot->session);
	watch(slot, EPOLLOUT);
}

static void write_request(struct slot *slot) {
	const struct options *options = slot->worker->options;
	char path[512];
	unsigned device = options->devices ? rand_r(&slot->worker->random) % options->devices : 0;
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
	snprintf(path, sizeof path, options->path, device);
#pragma GCC diagnostic pop
	/* The bytes of an esp32-fuota device: docs/protocols/esp32-fuota-https.md. */
	slot->request_length = snprintf(slot->request, sizeof slot->request,
					"GET %s HTTP/1.1\r\nUser-Agent: ESP32 HTTP Client/1.0\r\nHost: %s:%d\r\n"
					"Authorization: Basic %s\r\nContent-Length: 0\r\n\r\n",
					path, options->name, options->port, options->authorize);
	slot->head_length = 0;
	slot->received = 0;
}

void slot_begin(struct slot *slot, double begun) {
	slot->begun = begun;
	write_request(slot);
	slot->connected_for_this = false;
	if (slot->fd < 0) {
		connect_slot(slot);
	} else {
		slot->state = SENDING;
		slot_go_on(slot);
	}
}

static void fail(struct slot *slot, enum failure failure) {
	if (atomic_load(&measuring)) slot->worker->counts.failed[failure]++;
	slot_close(slot);
	slot->state = IDLE;
	slot->idle_until = now() + 0.01; /* a server that is away is not asked in a tight loop */
}

static void finish(struct slot *slot) {
	const struct options *options = slot->worker->options;
	struct counts *counts = &slot->worker->counts;
	int status = slot->head_length > 12 ? atoi(slot->head + 9) : 0;
	if (status != options->status) {
		fail(slot, STATUS);
		return;
	}
	if (slot->received != options->length || (slot->declared >= 0 && slot->declared != slot->received)) {
		fail(slot, LENGTH);
		return;
	}
	if (options->body && memcmp(slot->body, options->body, options->length) != 0) {
		fail(slot, BODY);
		return;
	}
	if (atomic_load(&measuring)) {
		counts->answers++;
		counts->bytes += slot->received;
		count_latency(counts, now() - slot->begun);
	}
	if (options->mode == RESUMED && options->tls == 12) keep_newest_session(slot);
	if (slot->closes || options->mode != KEPT) slot_close(slot);
	slot->state = IDLE;
	slot->idle_until = 0;
}

/* Header fields that matter: how long the body is, and whether the connection stays. */
static void read_head(struct slot *slot, int head_bytes) {
	slot->head[head_bytes] = 0;
	int status = atoi(slot->head + 9);
	slot->closes = strncmp(slot->head, "HTTP/1.1", 8) != 0 || strcasestr(slot->head, "\r\nConnection: close") != NULL;
	const char *length = strcasestr(slot->head, "\r\nContent-Length:");
	slot->declared = length ? atoll(length + 17) : status == 204 ? 0 : -1;
}

/* Small bodies are kept, to be compared. */
static void take_content(struct slot *slot, const char *bytes, int count) {
	if (slot->received < (int64_t)sizeof slot->body) {
		int64_t room = (int64_t)sizeof slot->body - slot->received;
		memcpy(slot->body + slot->received, bytes, count < room ? count : room);
	}
	slot->received += count;
}

static void take_head(struct slot *slot, const char *bytes, int count) {
	int room = (int)sizeof slot->head - 1 - slot->head_length;
	int known = slot->head_length;
	int taken = count < room ? count : room;
	memcpy(slot->head + known, bytes, taken);
	slot->head_length += taken;
	slot->head[slot->head_length] = 0;
	char *end = strstr(slot->head, "\r\n\r\n");
	if (!end) {
		if (taken < count) fail(slot, BROKEN);
		return;
	}
	int head_bytes = (int)(end + 4 - slot->head);
	read_head(slot, head_bytes);
	slot->head_length = head_bytes;
	slot->state = CONTENT;
	take_content(slot, bytes + head_bytes - known, count - (head_bytes - known));
}

static void end_of_stream(struct slot *slot) {
	if (slot->state == CONTENT && slot->declared < 0) {
		slot->closes = true;
		finish(slot);
	} else if (slot->head_length == 0 && !slot->connected_for_this) {
		/* The server closed a kept connection in the moment of the request: a new one, as in every client. */
		slot_close(slot);
		connect_slot(slot);
	} else {
		fail(slot, BROKEN);
	}
}

static void receive(struct slot *slot) {
	while (slot->state == HEAD || slot->state == CONTENT) {
		int count = SSL_read(slot->ssl, slot->worker->buffer, BUFFER);
		if (count <= 0) {
			if (SSL_get_error(slot->ssl, count) == SSL_ERROR_WANT_READ) {
				watch(slot, EPOLLIN);
			} else {
				end_of_stream(slot);
			}
			return;
		}
		if (slot->state == HEAD) {
			take_head(slot, slot->worker->buffer, count);
		} else {
			take_content(slot, slot->worker->buffer, count);
		}
		if (slot->state == CONTENT && slot->declared >= 0 && slot->received >= slot->declared) finish(slot);
	}
}

/* Something came for a client that asked for nothing: a goodbye, as a rule. */
static void hear_while_idle(struct slot *slot) {
	int count = SSL_read(slot->ssl, slot->worker->buffer, BUFFER);
	if (count > 0 || SSL_get_error(slot->ssl, count) != SSL_ERROR_WANT_READ) slot_close(slot);
}

static void shake(struct slot *slot) {
	int done = SSL_do_handshake(slot->ssl);
	if (done != 1) {
		int error = SSL_get_error(slot->ssl, done);
		if (error == SSL_ERROR_WANT_READ) {
			watch(slot, EPOLLIN);
		} else if (error == SSL_ERROR_WANT_WRITE) {
			watch(slot, EPOLLOUT);
		} else {
			fail(slot, slot->state == CONNECTING ? CONNECT : HANDSHAKE);
		}
		return;
	}
	if (atomic_load(&measuring)) {
		slot->worker->counts.connections++;
		if (SSL_session_reused(slot->ssl)) {
			slot->worker->counts.resumed++;
		} else {
			slot->worker->counts.handshakes++;
		}
	}
	slot->state = SENDING;
}

void slot_go_on(struct slot *slot) {
	ERR_clear_error();
	if (slot->state == CONNECTING) {
		int error = 0;
		socklen_t size = sizeof error;
		getsockopt(slot->fd, SOL_SOCKET, SO_ERROR, &error, &size);
		if (error) {
			fail(slot, CONNECT);
			return;
		}
		slot->state = SHAKING;
	}
	if (slot->state == SHAKING) shake(slot);
	if (slot->state == SENDING) {
		if (SSL_write(slot->ssl, slot->request, slot->request_length) <= 0) {
			if (slot->connected_for_this) {
				fail(slot, BROKEN);
			} else {
				slot_close(slot);
				connect_slot(slot);
			}
			return;
		}
		slot->state = HEAD;
		watch(slot, EPOLLIN);
		return;
	}
	if (slot->state == HEAD || slot->state == CONTENT) {
		receive(slot);
	} else if (slot->state == IDLE && slot->ssl) {
		hear_while_idle(slot);
	}
}

void slot_check_patience(struct slot *slot, double time) {
	if (slot->state != IDLE && time - slot->begun > slot->worker->options->patience) fail(slot, TIMEOUT);
}
