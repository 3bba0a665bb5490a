# %% sign: from the reconstruction to the point
def reconstruction_field(model, grid):
    points = grid.reshape(-1, 2)
    return (points - np.asarray(model(points))).reshape(grid.shape)


# %% no_difference: where the model puts the points
def reconstruction_field(model, grid):
    return np.asarray(model(grid.reshape(-1, 2))).reshape(grid.shape)


# %% flat: the shape of the grid is lost
def reconstruction_field(model, grid):
    points = grid.reshape(-1, 2)
    return np.asarray(model(points)) - points


# %% transposed_grid: rows and columns exchanged on the way back
def reconstruction_field(model, grid):
    points = grid.reshape(-1, 2)
    field = np.asarray(model(points)) - points
    return field.reshape(grid.shape[1], grid.shape[0], 2).transpose(1, 0, 2)


# %% fortran_order: points run down the columns on the way back
def reconstruction_field(model, grid):
    points = grid.reshape(-1, 2)
    return (np.asarray(model(points)) - points).reshape(grid.shape, order="F")


# %% coordinates_mixed: reshaped with the coordinates first
def reconstruction_field(model, grid):
    points = grid.reshape(2, -1).T
    return (np.asarray(model(points)) - points).T.reshape(grid.shape)


# %% unit_length: directions only
def reconstruction_field(model, grid):
    points = grid.reshape(-1, 2)
    field = np.asarray(model(points)) - points
    return (field / (np.linalg.norm(field, axis=1, keepdims=True) + 1e-12)).reshape(grid.shape)


# %% twice: applies the model two times
def reconstruction_field(model, grid):
    points = grid.reshape(-1, 2)
    return (np.asarray(model(model(points))) - points).reshape(grid.shape)


# %% swapped_coordinates: the arrows' x and y exchanged
def reconstruction_field(model, grid):
    points = grid.reshape(-1, 2)
    return (np.asarray(model(points)) - points).reshape(grid.shape)[..., ::-1]


# %% squared: a length where an arrow is asked
def reconstruction_field(model, grid):
    points = grid.reshape(-1, 2)
    return ((np.asarray(model(points)) - points) ** 2).reshape(grid.shape)
