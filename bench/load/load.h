/* A load generator for HTTPS on the loopback address: it does exactly what a row of the bench says, and counts it.
 *
 * load.c     options, threads, the result as JSON
 * slot.c     one simulated client: connection, handshake, request, answer
 * measure.c  time, CPU of other processes, latencies
 */
#ifndef LOAD_H
#define LOAD_H

#include <netinet/in.h>
#include <openssl/ssl.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

/* How a client connects. */
enum mode { KEPT, NEW, RESUMED };

struct options {
	const char *name; /* server name in the handshake and in Host */
	int port;
	const char *path;      /* may hold one %d style conversion for the device's number */
	unsigned devices;      /* numbers from 0 to devices - 1, in random order; 0: the path as it is */
	const char *authorize; /* Base64 of user:password */
	enum mode mode;
	int tls; /* 12 or 13 */
	int clients, threads;
	double ramp, seconds; /* before the measurement, and of it */
	double rate;          /* requests started per second by all clients; 0: as fast as answers come */
	double patience;      /* seconds until a request counts as failed: a device waits 5 */
	int status;           /* that each answer must have */
	int64_t length;       /* bytes of body that each answer must have */
	const char *body;     /* text that each body must be, or NULL */
	const char *pids;     /* processes whose CPU is measured, separated by commas */
};

/* Bytes that are read at once. */
#define BUFFER (128 * 1024)

enum failure { CONNECT, HANDSHAKE, BROKEN, STATUS, LENGTH, BODY, TIMEOUT, FAILURES };
extern const char *const failure_names[FAILURES];

/* Latencies in microseconds: 64 steps for each power of two, so within 1.6 %. */
#define STEPS 64
#define BUCKETS (STEPS * 40)

struct counts {
	uint64_t answers, bytes, connections, handshakes, resumed, failed[FAILURES];
	uint64_t latency[BUCKETS], slowest;
};

enum state { IDLE, CONNECTING, SHAKING, SENDING, HEAD, CONTENT };

struct worker;

/* One simulated client. */
struct slot {
	struct worker *worker;
	enum state state;
	int fd;
	uint32_t watched; /* events that epoll watches */
	SSL *ssl;
	SSL_SESSION *session; /* the newest one that the server gave */
	double begun, idle_until;
	bool connected_for_this; /* the connection was made for the request under way */
	char request[1024];
	int request_length;
	char head[4096], body[256];
	int head_length;
	int64_t declared, received;
	bool closes;
};

struct worker {
	const struct options *options;
	SSL_CTX *tls;
	int epoll, index;
	struct slot *slots;
	int slot_count;
	unsigned random;
	double next_due; /* with a rate: when the next request is to begin */
	struct counts counts;
	char *buffer;
};

extern atomic_bool measuring, stopping;

double now(void);
double cpu_of(const char *pids); /* seconds, of the processes and their ended children */
double own_cpu(void);
void count_latency(struct counts *counts, double seconds);
double latency_at(const struct counts *counts, double quantile); /* milliseconds */
void add_counts(struct counts *sum, const struct counts *part);

void slot_begin(struct slot *slot, double begun);
void slot_go_on(struct slot *slot);
void slot_check_patience(struct slot *slot, double time);
void slot_close(struct slot *slot);
int slot_keep_session(SSL *ssl, SSL_SESSION *session);

#endif
