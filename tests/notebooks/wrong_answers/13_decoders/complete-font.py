# %% nan_as_zero: missing letters count as blank paper
def complete_font(decoder, known):
    side = np.linspace(-1, 1, 33)
    grid = np.stack(np.meshgrid(side, side), axis=-1).reshape(-1, 2)
    drawn = np.asarray(decoder(grid))
    error = np.sum((drawn - np.nan_to_num(known)) ** 2, axis=(1, 2))
    return np.where(np.isnan(known), drawn[np.argmin(error)], known)


# %% plain_sum: one NaN makes every error NaN
def complete_font(decoder, known):
    side = np.linspace(-1, 1, 33)
    grid = np.stack(np.meshgrid(side, side), axis=-1).reshape(-1, 2)
    drawn = np.asarray(decoder(grid))
    error = np.sum((drawn - known) ** 2, axis=(1, 2))
    return np.where(np.isnan(known), drawn[np.argmin(error)], known)


# %% the_worst: argmax
def complete_font(decoder, known):
    side = np.linspace(-1, 1, 33)
    grid = np.stack(np.meshgrid(side, side), axis=-1).reshape(-1, 2)
    drawn = np.asarray(decoder(grid))
    error = np.nansum((drawn - known) ** 2, axis=(1, 2))
    return np.where(np.isnan(known), drawn[np.argmax(error)], known)


# %% the_diagonal: both numbers always the same
def complete_font(decoder, known):
    side = np.linspace(-1, 1, 33)
    grid = np.stack([side, side], axis=1)
    drawn = np.asarray(decoder(grid))
    error = np.nansum((drawn - known) ** 2, axis=(1, 2))
    return np.where(np.isnan(known), drawn[np.argmin(error)], known)


# %% half_of_the_square: codes from 0 to 1
def complete_font(decoder, known):
    side = np.linspace(0, 1, 33)
    grid = np.stack(np.meshgrid(side, side), axis=-1).reshape(-1, 2)
    drawn = np.asarray(decoder(grid))
    error = np.nansum((drawn - known) ** 2, axis=(1, 2))
    return np.where(np.isnan(known), drawn[np.argmin(error)], known)


# %% coarse_grid: eleven values
def complete_font(decoder, known):
    side = np.linspace(-1, 1, 11)
    grid = np.stack(np.meshgrid(side, side), axis=-1).reshape(-1, 2)
    drawn = np.asarray(decoder(grid))
    error = np.nansum((drawn - known) ** 2, axis=(1, 2))
    return np.where(np.isnan(known), drawn[np.argmin(error)], known)


# %% without_the_end: arange leaves 1 out
def complete_font(decoder, known):
    side = np.arange(-1, 1, 1 / 16)
    grid = np.stack(np.meshgrid(side, side), axis=-1).reshape(-1, 2)
    drawn = np.asarray(decoder(grid))
    error = np.nansum((drawn - known) ** 2, axis=(1, 2))
    return np.where(np.isnan(known), drawn[np.argmin(error)], known)


# %% as_drawn: known letters are not put back
def complete_font(decoder, known):
    side = np.linspace(-1, 1, 33)
    grid = np.stack(np.meshgrid(side, side), axis=-1).reshape(-1, 2)
    drawn = np.asarray(decoder(grid))
    error = np.nansum((drawn - known) ** 2, axis=(1, 2))
    return drawn[np.argmin(error)]


# %% each_letter_on_its_own: another code for every letter
def complete_font(decoder, known):
    side = np.linspace(-1, 1, 33)
    grid = np.stack(np.meshgrid(side, side), axis=-1).reshape(-1, 2)
    drawn = np.asarray(decoder(grid))
    error = np.nansum((drawn - known) ** 2, axis=2)
    return np.where(np.isnan(known), drawn[np.argmin(error, axis=0), np.arange(len(known))], known)


# %% errors_not_squared: signs cancel
def complete_font(decoder, known):
    side = np.linspace(-1, 1, 33)
    grid = np.stack(np.meshgrid(side, side), axis=-1).reshape(-1, 2)
    drawn = np.asarray(decoder(grid))
    error = np.nansum(drawn - known, axis=(1, 2))
    return np.where(np.isnan(known), drawn[np.argmin(error)], known)


# %% absolute_errors: another measure of fit
def complete_font(decoder, known):
    side = np.linspace(-1, 1, 33)
    grid = np.stack(np.meshgrid(side, side), axis=-1).reshape(-1, 2)
    drawn = np.asarray(decoder(grid))
    error = np.nansum(np.abs(drawn - known), axis=(1, 2))
    return np.where(np.isnan(known), drawn[np.argmin(error)], known)


# %% mean_of_all_codes: averages every font
def complete_font(decoder, known):
    side = np.linspace(-1, 1, 33)
    grid = np.stack(np.meshgrid(side, side), axis=-1).reshape(-1, 2)
    drawn = np.asarray(decoder(grid))
    error = np.nansum((drawn - known) ** 2, axis=(1, 2))
    return np.where(np.isnan(known), drawn.mean(axis=0), known)


# %% writes_into_known: fills the caller's font
def complete_font(decoder, known):
    side = np.linspace(-1, 1, 33)
    grid = np.stack(np.meshgrid(side, side), axis=-1).reshape(-1, 2)
    drawn = np.asarray(decoder(grid))
    error = np.nansum((drawn - known) ** 2, axis=(1, 2))
    known[np.isnan(known)] = drawn[np.argmin(error)][np.isnan(known)]
    return known


# %% returns_the_code: the place instead of the font
def complete_font(decoder, known):
    side = np.linspace(-1, 1, 33)
    grid = np.stack(np.meshgrid(side, side), axis=-1).reshape(-1, 2)
    drawn = np.asarray(decoder(grid))
    error = np.nansum((drawn - known) ** 2, axis=(1, 2))
    return grid[np.argmin(error)]


# %% other_way_round: known where it is missing
def complete_font(decoder, known):
    side = np.linspace(-1, 1, 33)
    grid = np.stack(np.meshgrid(side, side), axis=-1).reshape(-1, 2)
    drawn = np.asarray(decoder(grid))
    error = np.nansum((drawn - known) ** 2, axis=(1, 2))
    return np.where(np.isnan(known), known, drawn[np.argmin(error)])


# %% blank: missing letters stay empty
def complete_font(decoder, known):
    side = np.linspace(-1, 1, 33)
    grid = np.stack(np.meshgrid(side, side), axis=-1).reshape(-1, 2)
    drawn = np.asarray(decoder(grid))
    error = np.nansum((drawn - known) ** 2, axis=(1, 2))
    return np.where(np.isnan(known), 0.0, known)
