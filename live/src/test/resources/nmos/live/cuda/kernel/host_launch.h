extern "C" const char* host_launch(const char* name, int gx, int gy, int gz, int threads, int sharedBytes, const char* args) {
    if (!host::stacks) host::stacks = (char*) aligned_alloc(4096, (long) host::MOST * host::STACK);
    host::fault[0] = 0;
    for (auto& e : entries) if (!strcmp(e.name, name)) {
        host::body = e.call; host::arguments = args;
        gridDim = {(unsigned) gx, (unsigned) gy, (unsigned) gz}; blockDim = {(unsigned) threads, 1, 1};
        for (unsigned z = 0; z < gz; z++) for (unsigned y = 0; y < gy; y++) for (unsigned x = 0; x < gx && !host::fault[0]; x++) {
            blockIdx = {x, y, z};
            memset(shared, 0xff, sharedBytes);
            host::block(threads);
        }
        return host::fault;
    }
    return "no such kernel";
}
