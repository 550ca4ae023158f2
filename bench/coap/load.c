// Devices that fetch a .fmu file block by block over CoAP, or only check, as fast as the server answers: each has one
// request under way. Prints a line of JSON. Arguments: port, devices, blocks in the file, block size exponent, seconds,
// "blocks" or "checks".
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { MAX_EVENTS = 64, PATIENCE_MILLIS = 1000, DATAGRAM = 2048 };

struct device {
	int socket;
	uint16_t message_id;
	uint32_t block;
	uint32_t pass;
	double sent_at;
};

static const char PID[] = "OTA-STM32L1-SPIRIT1";
static uint32_t blocks_in_file;
static int size_exponent;
static bool checks_only;

static double now(void) {
	struct timespec time;
	clock_gettime(CLOCK_MONOTONIC, &time);
	return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static void fail(const char *what) {
	perror(what);
	exit(1);
}

// A confirmable GET of /updates with Block2 and the payload of a device. One that checks runs the newest version.
static size_t request(const struct device *device, uint8_t *out) {
	size_t n = 0;
	out[n++] = 0x40;
	out[n++] = 0x01;
	out[n++] = (uint8_t)(device->message_id >> 8);
	out[n++] = (uint8_t)device->message_id;
	memcpy(out + n, "\xb7updates", 8);
	n += 8;
	uint32_t value = device->block << 4 | (uint32_t)size_exponent;
	int length = value > 0xffff ? 3 : value > 0xff ? 2 : 1;
	out[n++] = (uint8_t)(0xc0 | length);
	for (int shift = 8 * (length - 1); shift >= 0; shift -= 8) {
		out[n++] = (uint8_t)(value >> shift);
	}
	out[n++] = 0xff;
	out[n++] = sizeof PID - 1;
	memcpy(out + n, PID, sizeof PID - 1);
	n += sizeof PID - 1;
	// Another version in each pass, always below the file's: one that never changed would be quarantined.
	const uint8_t rest[] = {3, (uint8_t)(device->pass % 31), 0, checks_only ? 255 : 0, 1, 0, 0, 0, 0};
	memcpy(out + n, rest, sizeof rest);
	return n + sizeof rest;
}

static void ask(struct device *device) {
	uint8_t out[DATAGRAM];
	size_t length = request(device, out);
	device->sent_at = now();
	if (send(device->socket, out, length, 0) < 0 && errno != ECONNREFUSED) {
		fail("send");
	}
}

static void open_device(struct device *device, int number, int port, int epoll) {
	// An address for each, as devices have; 127.0.0.0/8 is this machine.
	struct sockaddr_in own = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(0x7f010001u + (uint32_t)number)};
	struct sockaddr_in server = {
	    .sin_family = AF_INET, .sin_port = htons((uint16_t)port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	device->socket = socket(AF_INET, SOCK_DGRAM | SOCK_NONBLOCK, 0);
	device->message_id = (uint16_t)(number * 7919);
	if (device->socket < 0 || bind(device->socket, (struct sockaddr *)&own, sizeof own) < 0 ||
	    connect(device->socket, (struct sockaddr *)&server, sizeof server) < 0) {
		fail("socket");
	}
	struct epoll_event event = {.events = EPOLLIN, .data.ptr = device};
	if (epoll_ctl(epoll, EPOLL_CTL_ADD, device->socket, &event) < 0) {
		fail("epoll");
	}
}

// Whether the datagram is what the device waits for: a whole block, or a reset to a check.
static bool is_right(const struct device *device, const uint8_t *in, ssize_t length) {
	if (length < 4 || (in[2] << 8 | in[3]) != device->message_id) {
		return false;
	}
	return checks_only ? in[0] == 0x70 : in[0] == 0x60 && in[1] == 0x45 && length > (16 << size_exponent);
}

int main(int argc, char **argv) {
	if (argc != 7) {
		fprintf(stderr, "usage: load PORT DEVICES BLOCKS SIZE-EXPONENT SECONDS blocks|checks\n");
		return 2;
	}
	int count = atoi(argv[2]);
	blocks_in_file = (uint32_t)atoi(argv[3]);
	size_exponent = atoi(argv[4]);
	checks_only = strcmp(argv[6], "checks") == 0;
	int epoll = epoll_create1(0);
	struct device *devices = calloc((size_t)count, sizeof *devices);
	if (epoll < 0 || devices == NULL) {
		fail("start");
	}
	for (int i = 0; i < count; i++) {
		open_device(&devices[i], i, atoi(argv[1]), epoll);
		ask(&devices[i]);
	}
	double begin = now(), end = begin + atof(argv[5]), looked = begin;
	uint64_t right = 0, wrong = 0, again = 0;
	while (now() < end) {
		struct epoll_event events[MAX_EVENTS];
		int ready = epoll_wait(epoll, events, MAX_EVENTS, 100);
		for (int i = 0; i < ready; i++) {
			struct device *device = events[i].data.ptr;
			uint8_t in[DATAGRAM];
			ssize_t length = recv(device->socket, in, sizeof in, 0);
			if (length < 0) {
				continue;
			}
			if (is_right(device, in, length)) {
				right++;
			} else {
				wrong++;
			}
			device->message_id++;
			device->block = checks_only ? 0 : (device->block + 1) % blocks_in_file;
			device->pass += device->block == 0;
			ask(device);
		}
		if (now() - looked > 0.1) {
			looked = now();
			for (int i = 0; i < count; i++) {
				if (looked - devices[i].sent_at > PATIENCE_MILLIS / 1000.0) {
					again++;
					ask(&devices[i]);
				}
			}
		}
	}
	struct rusage usage;
	getrusage(RUSAGE_SELF, &usage);
	double cpu = (double)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
	             (double)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
	printf("{\"seconds\": %.3f, \"right\": %lu, \"wrong\": %lu, \"sent_again\": %lu, \"cpu\": %.3f}\n", now() - begin,
	       (unsigned long)right, (unsigned long)wrong, (unsigned long)again, cpu);
	return 0;
}
