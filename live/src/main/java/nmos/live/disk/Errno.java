package nmos.live.disk;

import java.util.Map;

/// The kernel's error numbers as people know them; the same on every processor Java runs Linux on, below 35.
final class Errno {
    static final int EPERM = 1;
    static final int EINTR = 4;
    static final int EIO = 5;
    static final int EAGAIN = 11;
    static final int EFAULT = 14;
    static final int EBUSY = 16;
    static final int EINVAL = 22;
    static final int ENOSPC = 28;
    static final int ENOSYS = 38;
    static final int ETIME = 62;
    static final int EOPNOTSUPP = 95;
    static final int ECANCELED = 125;

    private static final Map<Integer, String> NAMES = Map.ofEntries(
            Map.entry(EPERM, "EPERM, not permitted"),
            Map.entry(2, "ENOENT, no such file"),
            Map.entry(EIO, "EIO"),
            Map.entry(9, "EBADF, not open"),
            Map.entry(EAGAIN, "EAGAIN, try again"),
            Map.entry(12, "ENOMEM, no memory"),
            Map.entry(13, "EACCES, not permitted"),
            Map.entry(EFAULT, "EFAULT, bad address"),
            Map.entry(EINVAL, "EINVAL"),
            Map.entry(24, "EMFILE, too many open files"),
            Map.entry(27, "EFBIG, file too large"),
            Map.entry(ENOSPC, "no space left"),
            Map.entry(30, "EROFS, read-only file system"),
            Map.entry(ENOSYS, "ENOSYS, not in this kernel"),
            Map.entry(EOPNOTSUPP, "EOPNOTSUPP, not supported"),
            Map.entry(122, "EDQUOT, quota exceeded"));

    private Errno() {}

    static String name(long errno) {
        return NAMES.getOrDefault((int) errno, "errno " + errno);
    }
}
