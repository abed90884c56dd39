"""What the contenders in Python have in common. At the top level of a module, so that processes find it."""

import hashlib
import json
import time
from multiprocessing import Pool
from multiprocessing.pool import ThreadPool

WORKERS = 2

# For so long the work is done without the clock, once at least. Seconds.
WARMING_TIME = 2.5

# What takes less time than this is done over and over until it has taken as much. Seconds.
LEAST_MEASURED = 0.25


def some_paths(count):
    """Paths of about fifty characters, made one by one."""
    for index in range(count):
        yield f"/home/somebody/pictures/2026/holiday/image-{index:08d}.jpg"


def some_items(kind, count):
    """The items of a kind that is named on a command line."""
    return iter(range(count)) if kind == "integers" else some_paths(count)


def nothing(item):
    """The task that does nothing."""
    return item


def sleep_millisecond(item):
    """Sleeps for a millisecond; other threads run meanwhile."""
    time.sleep(0.001)
    return item


def checksum(path):
    """The SHA-256 of a file."""
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def open_pool(kind):
    """A pool of processes or threads."""
    return Pool(WORKERS) if kind == "process" else ThreadPool(WORKERS)


def warm_up(run_all):
    """Does it without the clock, as long as everybody does."""
    began = time.perf_counter()
    run_all()
    while time.perf_counter() - began < WARMING_TIME:
        run_all()


def report(figures):
    """Prints the figures for the program that compares."""
    print(json.dumps(figures), flush=True)
