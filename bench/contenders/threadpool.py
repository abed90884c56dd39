"""Python's ThreadPool: on a task that does nothing, or hashing files."""

import hashlib
import json
import sys
import time
from multiprocessing.pool import ThreadPool

kind, chunk, mode, argument = sys.argv[1], int(sys.argv[2]), sys.argv[3], sys.argv[4]


def paths(count):
    for index in range(count):
        yield f"/home/somebody/pictures/2026/holiday/image-{index:08d}.jpg"


def nothing(item):
    return item


def checksum(path):
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


with ThreadPool(2) as pool:
    imap = pool.imap if mode == "ordered" else pool.imap_unordered
    for _ in imap(nothing, paths(20_000), chunk):
        pass
    if kind == "nothing":
        expected, items, task = int(argument), paths(int(argument)), nothing
    else:
        with open(argument, "rb") as listing:
            items = listing.read().decode().split("\0")[:-1]
        expected, task = len(items), checksum
    began = time.perf_counter()
    read = sum(1 for _ in imap(task, items, chunk))
    seconds = time.perf_counter() - began
    assert read == expected
    print(json.dumps({"perSecond": read / seconds}))
