# %% turning_matrix: multiplies both layers by the turn u_in u_out'
def saddle_direction(W, W_star, u_out, u_in):
    turn = np.outer(u_in, u_out)
    return W @ turn.T, turn @ W_star

# %% other_sign_and_length: half a step the other way
def saddle_direction(W, W_star, u_out, u_in):
    return -0.5 * np.outer(W @ u_out, u_in), -0.5 * np.outer(u_in, u_out @ W_star)

# %% rotation: the old axis also leans away, which changes nothing to first order
def saddle_direction(W, W_star, u_out, u_in):
    turn = np.outer(u_in, u_out) - np.outer(u_out, u_in)
    return W @ turn.T, turn @ W_star
