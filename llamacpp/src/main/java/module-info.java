/// llama.cpp in a child process.
module nmos.llamacpp {
    requires static org.jspecify;
}
