# %% not_transposed: the answers stand in rows, P wants them as columns
def projector(encoder, decoder, d):
    c = np.asarray(decoder(encoder(np.zeros((1, d)))))[0]
    return np.asarray(decoder(encoder(np.eye(d)))) - c, c

# %% offset_kept: forgets to take the answer to zero away
def projector(encoder, decoder, d):
    c = np.asarray(decoder(encoder(np.zeros((1, d)))))[0]
    return np.asarray(decoder(encoder(np.eye(d)))).T, c

# %% offset_along_rows: subtracts c after the transpose, along the wrong axis
def projector(encoder, decoder, d):
    c = np.asarray(decoder(encoder(np.zeros((1, d)))))[0]
    return np.asarray(decoder(encoder(np.eye(d)))).T - c, c

# %% no_offset: believes that a linear network answers 0 with 0
def projector(encoder, decoder, d):
    return np.asarray(decoder(encoder(np.eye(d)))).T, np.zeros(d)

# %% decoder_bias_only: asks the decoder for its own offset, the encoder's bias is lost
def projector(encoder, decoder, d):
    k = np.asarray(encoder(np.zeros((1, d)))).shape[1]
    c = np.asarray(decoder(np.zeros((1, k))))[0]
    return (np.asarray(decoder(encoder(np.eye(d)))) - c).T, c

# %% offset_as_row: c keeps the shape (1, d)
def projector(encoder, decoder, d):
    c = np.asarray(decoder(encoder(np.zeros((1, d)))))
    return (np.asarray(decoder(encoder(np.eye(d)))) - c).T, c

# %% true_projector: returns the orthogonal projector on what the decoder can draw
def projector(encoder, decoder, d):
    c = np.asarray(decoder(encoder(np.zeros((1, d)))))[0]
    k = np.asarray(encoder(np.zeros((1, d)))).shape[1]
    columns = (np.asarray(decoder(np.eye(k))) - np.asarray(decoder(np.zeros((1, k))))).T
    Q = np.linalg.qr(columns)[0]
    return Q @ Q.T, c

# %% symmetric: averages with the transpose, since a projector is symmetric
def projector(encoder, decoder, d):
    c = np.asarray(decoder(encoder(np.zeros((1, d)))))[0]
    P = (np.asarray(decoder(encoder(np.eye(d)))) - c).T
    return (P + P.T) / 2, c

# %% encoder_only: never decodes
def projector(encoder, decoder, d):
    c = np.asarray(encoder(np.zeros((1, d))))[0]
    return (np.asarray(encoder(np.eye(d))) - c).T, c

# %% raw_tensors: calculates with what a Keras model returns as if it were an array
def projector(encoder, decoder, d):
    c = decoder(encoder(np.zeros((1, d))))[0]
    return (decoder(encoder(np.eye(d))) - c).T, c
