# %% filled_array: frames written into an array
def greedy_decode(decoder, h, steps, size):
    frames = np.zeros((len(h), steps, size))
    before = np.zeros((len(h), size))
    for t in range(steps):
        before, h = decoder(before, h)
        frames[:, t] = before
    return frames


# %% transposed: stacked first, turned after
def greedy_decode(decoder, h, steps, size):
    pair, found = (np.zeros((h.shape[0], size)), h), []
    while len(found) < steps:
        pair = decoder(*pair)
        found.append(pair[0])
    return np.swapaxes(np.asarray(found), 0, 1)


# %% recursive: calls itself
def greedy_decode(decoder, h, steps, size):
    def go(frame, state, left):
        if not left:
            return []
        new, state = decoder(frame, state)
        return [np.asarray(new), *go(new, state, left - 1)]

    return np.stack(go(np.zeros((len(h), size)), h, steps), axis=1)
