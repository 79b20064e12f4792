/// llama.cpp in a child process.
module nmos.llamacpp {
    requires llama; // its jar names no module, so it goes by its file's name
    requires static org.jspecify;

    exports nmos.llamacpp;
}
