# %% decoder_only: turns the decoder and leaves the encoder
def saddle_direction(W, W_star, u_out, u_in):
    return np.zeros_like(W), np.outer(u_in, u_out @ W_star)

# %% encoder_only: turns the encoder and leaves the decoder
def saddle_direction(W, W_star, u_out, u_in):
    return np.outer(W @ u_out, u_in), np.zeros_like(W_star)

# %% opposite: the two layers turn against each other
def saddle_direction(W, W_star, u_out, u_in):
    return np.outer(W @ u_out, u_in), -np.outer(u_in, u_out @ W_star)

# %% swapped_axes: lets the missing axis lean towards the kept one; the old code of u_in is zero
def saddle_direction(W, W_star, u_out, u_in):
    return np.outer(W @ u_in, u_out), np.outer(u_out, u_in @ W_star)

# %% one_unit_one_axis: believes that the last unit stands for the axis that leaves
def saddle_direction(W, W_star, u_out, u_in):
    dW, dW_star = np.zeros_like(W), np.zeros_like(W_star)
    dW[-1], dW_star[:, -1] = u_in, u_in
    return dW, dW_star

# %% transposed: the outer products the wrong way round
def saddle_direction(W, W_star, u_out, u_in):
    return np.outer(u_in, W @ u_out), np.outer(u_out @ W_star, u_in)

# %% gradient: the gradient vanishes at a critical point, so it shows no way
def saddle_direction(W, W_star, u_out, u_in):
    return 0.0 * W, 0.0 * W_star

# %% stays_in_the_plane: leans towards the axis that is kept already
def saddle_direction(W, W_star, u_out, u_in):
    return np.outer(W @ u_out, u_out), np.outer(u_out, u_out @ W_star)

# %% same_code_for_both: takes the encoder's code for the decoder's weights, right for W* = W' only
def saddle_direction(W, W_star, u_out, u_in):
    code = W @ u_out
    return np.outer(code, u_in), np.outer(u_in, code)

# %% swaps_at_once: steps by the difference u_in - u_out in the decoder and forgets the encoder
def saddle_direction(W, W_star, u_out, u_in):
    return np.outer(W @ u_out, u_out), np.outer(u_in - u_out, u_out @ W_star)

# %% any_direction: a random one, for surely a saddle has many ways down
def saddle_direction(W, W_star, u_out, u_in):
    draw = np.random.default_rng(5)
    return draw.normal(size=W.shape), draw.normal(size=W_star.shape)

# %% new_axis_for_old: asks for the code of the axis that is not coded yet
def saddle_direction(W, W_star, u_out, u_in):
    return np.outer(W @ u_in, u_in), np.outer(u_in, u_in @ W_star)

# %% encoder_leans_back: turns the decoder towards the new axis and the encoder towards the old one
def saddle_direction(W, W_star, u_out, u_in):
    return np.outer(W @ u_out, u_out), np.outer(u_in, u_out @ W_star)
