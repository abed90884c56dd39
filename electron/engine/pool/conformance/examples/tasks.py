from random import random
from time import sleep


def square(item):
    return item ** 2


def power(base, exponent):
    return base ** exponent


def inverse(item):
    if item == 0:
        raise ValueError('zero has no inverse')
    return 1 / item


reports = []


def wait_and_return(item):
    seconds = random() / 20
    reports.append(f'task {item} waits')
    sleep(seconds)
    return seconds


def wait_for_nothing(item):
    wait_and_return(item)


factor = 0


def set_factor(value):
    global factor
    factor = value


def multiply(item):
    return item * factor


done = 0


def count_here(item):
    global done
    done += 1
    return done
