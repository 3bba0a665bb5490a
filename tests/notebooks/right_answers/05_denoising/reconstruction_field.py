# %% difference_of_grids: reshape first, subtract afterwards
def reconstruction_field(model, grid):
    rows, columns, _ = grid.shape
    return np.array(model(grid.reshape(rows * columns, 2))).reshape(rows, columns, 2) - grid


# %% row_by_row: one row of the grid at a time
def reconstruction_field(model, grid):
    return np.stack([np.asarray(model(row)) - row for row in grid])


# %% point_by_point: slow and right
def reconstruction_field(model, grid):
    field = np.zeros(grid.shape)
    for i in range(grid.shape[0]):
        for j in range(grid.shape[1]):
            field[i, j] = np.asarray(model(grid[i, j][None]))[0] - grid[i, j]
    return field
