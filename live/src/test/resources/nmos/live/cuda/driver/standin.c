/* A library with the names of the CUDA driver's and one device of host memory, on which all is done at once. Its kernels copy
 * their first parameters to where their last one points. What it is told to refuse, it refuses. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char refused[64];
static int refusal;
static int devices = 1;
static int driver = 13000;
static long long allocated, live;
static _Thread_local int current;

void standin_refuse(const char *call, int code) { snprintf(refused, sizeof refused, "%s", call); refusal = code; }
void standin_devices(int count) { devices = count; }
long long standin_live(void) { return live; }
long long standin_allocated(void) { return allocated; }

#define CALL if (refusal && !strcmp(refused, __func__)) return refusal
#define IN_CONTEXT CALL; if (!current) return 201

struct block { struct block *self; size_t bytes; };
struct kernel { char name[64]; int shared; };

static void *made(size_t bytes) { live++; return calloc(1, bytes); }
static int gone(void *what) { live--; free(what); return 0; }

int cuInit(int flags) { CALL; return flags ? 1 : devices ? 0 : 100; }
int cuDriverGetVersion(int *out) { CALL; *out = driver; return 0; }
int cuGetErrorName(int code, const char **out) {
  switch (code) {
    case 1: *out = "CUDA_ERROR_INVALID_VALUE"; return 0;
    case 2: *out = "CUDA_ERROR_OUT_OF_MEMORY"; return 0;
    case 201: *out = "CUDA_ERROR_INVALID_CONTEXT"; return 0;
    case 222: *out = "CUDA_ERROR_UNSUPPORTED_PTX_VERSION"; return 0;
    case 500: *out = "CUDA_ERROR_NOT_FOUND"; return 0;
    case 600: *out = "CUDA_ERROR_NOT_READY"; return 0;
    case 999: *out = "CUDA_ERROR_UNKNOWN"; return 0;
    default: *out = NULL; return 1;
  }
}
int cuGetErrorString(int code, const char **out) { *out = code == 2 ? "out of memory" : "something else"; return 0; }
int cuDeviceGetCount(int *out) { CALL; *out = devices; return 0; }
int cuDeviceGet(int *out, int ordinal) { CALL; *out = ordinal + 40; return ordinal < devices ? 0 : 101; }
int cuDeviceGetName(char *out, int bytes, int device) { snprintf(out, bytes, "Stand-in %d", device); return 0; }
int cuDeviceGetPCIBusId(char *out, int bytes, int device) { snprintf(out, bytes, "0000:%d:00.0", device); return 0; }
int cuDeviceTotalMem_v2(size_t *out, int device) { *out = (size_t)6 << 30; return device ? 0 : 1; }
int cuDeviceGetAttribute(int *out, int attribute, int device) {
  CALL;
  *out = attribute == 75 ? 8 : attribute == 76 ? 6 : attribute == 97 ? 101376 : attribute;
  return device ? 0 : 1;
}
int cuDevicePrimaryCtxSetFlags_v2(int device, int flags) { CALL; return flags == 4 && device ? 0 : 1; }
int cuDevicePrimaryCtxRetain(void **out, int device) { CALL; live++; *out = &devices; return device ? 0 : 1; }
int cuDevicePrimaryCtxRelease_v2(int device) { CALL; live--; return device ? 0 : 1; }
int cuCtxSetCurrent(void *context) { CALL; current = context == &devices; return current ? 0 : 201; }
int cuCtxSynchronize(void) { IN_CONTEXT; return 0; }
int cuMemGetInfo_v2(size_t *available, size_t *total) {
  IN_CONTEXT;
  *total = (size_t)6 << 30;
  *available = *total - allocated;
  return 0;
}
int cuMemAlloc_v2(void **out, size_t bytes) {
  IN_CONTEXT;
  if (allocated + bytes > (size_t)6 << 30) return 2;
  struct block *block = made(sizeof *block + 256 + bytes);
  block->bytes = bytes;
  allocated += bytes;
  *out = block + 1;
  return 0;
}
int cuMemFree_v2(void *at) { IN_CONTEXT; allocated -= ((struct block *)at - 1)->bytes; return gone((struct block *)at - 1); }
int cuMemHostRegister_v2(void *at, size_t bytes, int flags) { IN_CONTEXT; live++; return at && bytes && !flags ? 0 : 1; }
int cuMemHostUnregister(void *at) { IN_CONTEXT; live--; return at ? 0 : 1; }
int cuStreamCreate(void **out, int flags) { IN_CONTEXT; *out = made(1); return flags == 1 ? 0 : 1; }
int cuStreamDestroy_v2(void *stream) { IN_CONTEXT; return gone(stream); }
int cuStreamSynchronize(void *stream) { IN_CONTEXT; return stream ? 0 : 1; }
int cuStreamWaitEvent(void *stream, void *event, int flags) { IN_CONTEXT; return stream && event && !flags ? 0 : 1; }
int cuEventCreate(int **out, int flags) { IN_CONTEXT; *out = made(sizeof(int)); return flags & ~3 ? 1 : 0; }
int cuEventDestroy_v2(void *event) { IN_CONTEXT; return gone(event); }
int cuEventRecord(int *event, void *stream) { IN_CONTEXT; static int clock; *event = ++clock; return stream ? 0 : 1; }
int cuEventQuery(int *event) { IN_CONTEXT; return event ? 0 : 1; }
int cuEventSynchronize(int *event) { IN_CONTEXT; return event ? 0 : 1; }
int cuEventElapsedTime(float *out, int *from, int *to) { IN_CONTEXT; *out = (*to - *from) * 0.5f; return 0; }
int cuMemcpyHtoDAsync_v2(void *to, const void *from, size_t bytes, void *stream) { IN_CONTEXT; memcpy(to, from, bytes); return stream ? 0 : 1; }
int cuMemcpyDtoHAsync_v2(void *to, const void *from, size_t bytes, void *stream) { IN_CONTEXT; memcpy(to, from, bytes); return stream ? 0 : 1; }
int cuMemcpyDtoDAsync_v2(void *to, const void *from, size_t bytes, void *stream) { IN_CONTEXT; memmove(to, from, bytes); return stream ? 0 : 1; }
int cuMemsetD8Async(void *at, unsigned char value, size_t bytes, void *stream) { IN_CONTEXT; memset(at, value, bytes); return stream ? 0 : 1; }
int cuModuleLoadDataEx(void **out, const char *ptx, int options, int *names, void **values) {
  if (options == 2 && names[0] == 5 && names[1] == 6) snprintf(values[0], (size_t)values[1], "\nptxas error: line 1\nand more\n");
  IN_CONTEXT;
  *out = made(strlen(ptx) + 1);
  strcpy(*out, ptx);
  return 0;
}
int cuModuleUnload(void *module) { IN_CONTEXT; return gone(module); }
int cuModuleGetFunction(struct kernel **out, const char *module, const char *name) {
  static struct kernel kernels[16];
  static int count;
  IN_CONTEXT;
  if (!strstr(module, name)) return 500;
  *out = &kernels[count++ % 16];
  snprintf((*out)->name, sizeof (*out)->name, "%s", name);
  (*out)->shared = 0;
  return 0;
}
int cuFuncSetAttribute(struct kernel *kernel, int attribute, int value) { IN_CONTEXT; kernel->shared = value; return attribute == 8 ? 0 : 1; }
int cuFuncGetAttribute(int *out, int attribute, struct kernel *kernel) { IN_CONTEXT; *out = attribute == 1 && kernel ? 1024 : 0; return 0; }
int cuLaunchKernel(struct kernel *kernel, int gx, int gy, int gz, int bx, int by, int bz, int shared, void *stream, void **params, void **extra) {
  IN_CONTEXT;
  if (!stream || params || (size_t)extra[0] != 1 || (size_t)extra[2] != 2 || extra[4] || shared > (kernel->shared ? kernel->shared : 48 << 10)) return 1;
  size_t bytes = *(size_t *)extra[3];
  char *to = *(char **)((char *)extra[1] + bytes - sizeof(char *));
  int geometry[7] = {gx, gy, gz, bx, by, bz, shared};
  memcpy(to, geometry, sizeof geometry);
  memcpy(to + sizeof geometry, extra[1], bytes);
  return 0;
}
