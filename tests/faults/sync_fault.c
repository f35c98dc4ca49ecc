/* Put before the C library (LD_PRELOAD) by storage_test.py: the sync of a SQLite log does what the file named by GANBO_TEST_SYNC says.
   "fail": an error of input and output, as a dying disk gives; "slow": half a second; absent or empty: what it always does. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static int is_log(int descriptor) {
  char link[64], path[4096];
  snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
  const ssize_t length = readlink(link, path, sizeof path);
  return length > 4 && memcmp(path + length - 4, "-wal", 4) == 0;
}

int fdatasync(int descriptor) {
  static int (*plain)(int);
  if (!plain) plain = (int (*)(int))dlsym(RTLD_NEXT, "fdatasync");
  char wish[8] = "";
  const char *file = getenv("GANBO_TEST_SYNC");
  const int wishes = file ? open(file, O_RDONLY | O_CLOEXEC) : -1;
  if (wishes >= 0) {
    if (read(wishes, wish, sizeof wish - 1) < 0) wish[0] = 0;
    close(wishes);
  }
  if (is_log(descriptor)) {
    if (strcmp(wish, "slow") == 0) usleep(500000);
    if (strcmp(wish, "fail") == 0) {
      errno = EIO;
      return -1;
    }
  }
  return plain(descriptor);
}
