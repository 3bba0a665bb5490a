# %% column_by_column: one unit vector at a time
def projector(encoder, decoder, d):
    c = np.asarray(decoder(encoder(np.zeros((1, d)))), dtype=float).ravel()
    P = np.empty((d, d))
    for j in range(d):
        e = np.zeros((1, d))
        e[0, j] = 1.0
        P[:, j] = np.asarray(decoder(encoder(e)))[0] - c
    return P, c

# %% one_batch: zero and all unit vectors in one call
def projector(encoder, decoder, d):
    answers = np.asarray(decoder(encoder(np.vstack([np.zeros(d), np.eye(d)]))))
    return (answers[1:] - answers[0]).T, answers[0]

# %% least_squares: fits the map to random questions
def projector(encoder, decoder, d):
    questions = np.hstack([np.random.default_rng(0).normal(size=(3 * d, d)), np.ones((3 * d, 1))])
    solution = np.linalg.lstsq(questions, np.asarray(decoder(encoder(questions[:, :d]))), rcond=None)[0]
    return solution[:d].T, solution[d]
