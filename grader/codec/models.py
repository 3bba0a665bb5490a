"""placeholder"""


def is_variable(v):
    return False


def is_model(v):
    return False


def write(v, n):
    return None


def read(b, n):
    raise ValueError


def changed_weights(m):
    return None


def set_weights(m, v):
    pass
