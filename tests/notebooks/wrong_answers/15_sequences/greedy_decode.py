# %% always_zeros: the decoder never reads what it wrote
def greedy_decode(decoder, h, steps, size):
    frame, frames = np.zeros((len(h), size)), []
    for _ in range(steps):
        out, h = decoder(frame, h)
        frames.append(np.asarray(out))
    return np.stack(frames, axis=1)


# %% same_state: the state is not handed on
def greedy_decode(decoder, h, steps, size):
    frame, frames = np.zeros((len(h), size)), []
    for _ in range(steps):
        frame, _ = decoder(frame, h)
        frames.append(np.asarray(frame))
    return np.stack(frames, axis=1)


# %% nothing_handed_on: frame and state of the beginning at every step
def greedy_decode(decoder, h, steps, size):
    frame, frames = np.zeros((len(h), size)), []
    for _ in range(steps):
        out, _ = decoder(frame, h)
        frames.append(np.asarray(out))
    return np.stack(frames, axis=1)


# %% keeps_the_zeros: the first frame is among the results
def greedy_decode(decoder, h, steps, size):
    frame, frames = np.zeros((len(h), size)), [np.zeros((len(h), size))]
    for _ in range(steps - 1):
        frame, h = decoder(frame, h)
        frames.append(np.asarray(frame))
    return np.stack(frames, axis=1)


# %% one_too_many: the zeros and all frames
def greedy_decode(decoder, h, steps, size):
    frame, frames = np.zeros((len(h), size)), [np.zeros((len(h), size))]
    for _ in range(steps):
        frame, h = decoder(frame, h)
        frames.append(np.asarray(frame))
    return np.stack(frames, axis=1)


# %% begins_with_ones: ones for a beginning
def greedy_decode(decoder, h, steps, size):
    frame, frames = np.ones((len(h), size)), []
    for _ in range(steps):
        frame, h = decoder(frame, h)
        frames.append(np.asarray(frame))
    return np.stack(frames, axis=1)


# %% time_first: np.stack without an axis
def greedy_decode(decoder, h, steps, size):
    frame, frames = np.zeros((len(h), size)), []
    for _ in range(steps):
        frame, h = decoder(frame, h)
        frames.append(np.asarray(frame))
    return np.stack(frames)


# %% last_frame: one frame per sequence
def greedy_decode(decoder, h, steps, size):
    frame, frames = np.zeros((len(h), size)), []
    for _ in range(steps):
        frame, h = decoder(frame, h)
        frames.append(np.asarray(frame))
    return frames[-1]


# %% turned_round: the frames in reverse
def greedy_decode(decoder, h, steps, size):
    frame, frames = np.zeros((len(h), size)), []
    for _ in range(steps):
        frame, h = decoder(frame, h)
        frames.append(np.asarray(frame))
    return np.stack(frames[::-1], axis=1)


# %% side_by_side: frames one after the other in one row
def greedy_decode(decoder, h, steps, size):
    frame, frames = np.zeros((len(h), size)), []
    for _ in range(steps):
        frame, h = decoder(frame, h)
        frames.append(np.asarray(frame))
    return np.concatenate(frames, axis=1)


# %% calls_twice: one call for the frame and one for the state
def greedy_decode(decoder, h, steps, size):
    frame, frames = np.zeros((len(h), size)), []
    for _ in range(steps):
        frame, h = decoder(frame, h)[0], decoder(frame, h)[1]
        frames.append(np.asarray(frame))
    return np.stack(frames, axis=1)


# %% appends_before: collects the frame that goes in
def greedy_decode(decoder, h, steps, size):
    frame, frames = np.zeros((len(h), size)), []
    for _ in range(steps):
        frames.append(np.asarray(frame))
        frame, h = decoder(frame, h)
    return np.stack(frames, axis=1)
