package nmos.cli;

import nmos.live.disk.IoMethod;

/// How files may be read here.
enum Io {
    AUTO(IoMethod.AUTO),
    IO_URING(IoMethod.IO_URING),
    DIRECT(IoMethod.DIRECT),
    BUFFERED(IoMethod.BUFFERED);

    final IoMethod method;

    Io(IoMethod method) {
        this.method = method;
    }
}
