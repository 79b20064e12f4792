// Copies on the device, many small ones at once.
#pragma once

struct Piece {
    u64 from;
    u64 to;
    u64 bytes;
};

// One block a piece, of whole units of 2 bytes.
KERNEL move_pieces(const Piece* pieces) {
    Piece piece = pieces[blockIdx.x];
    bool wide = ((piece.from | piece.to | piece.bytes) & 15) == 0;
    if (wide) {
        const int4* from = (const int4*) piece.from;
        int4* to = (int4*) piece.to;
        for (u64 i = threadIdx.x; i < piece.bytes / 16; i += 128) {
            to[i] = from[i];
        }
    } else {
        const u16* from = (const u16*) piece.from;
        u16* to = (u16*) piece.to;
        for (u64 i = threadIdx.x; i < piece.bytes / 2; i += 128) {
            to[i] = from[i];
        }
    }
}
