"""One thing to play with per lesson: a slider where somebody sits at a live notebook, and a still picture everywhere.

The still picture shows some of the slider's values side by side, so a page without a kernel says the same.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

from . import cells, chance
from .maps import font_around, strips
from .sliders import play as _play
from .style import COLORS

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from numpy.typing import NDArray

_DIGITS = 5  # images that a panel shows side by side
_LOW = 1.75  # inches of a panel with two rows of images


def regions() -> None:
    """Hidden ReLU units cut the plane into pieces, in each of which the network is one straight map."""
    rng = np.random.default_rng(3)
    W, b = rng.normal(size=(2, 12)), rng.normal(scale=0.3, size=12)
    side = np.linspace(-2, 2, 160)
    plane = np.stack(np.meshgrid(side, side), axis=-1)
    colours = np.random.default_rng(2).permutation(2**12)

    def draw(ax: Axes, units: int) -> str:
        on = plane @ W[:, :units] + b[:units] > 0  # (160, 160, units)
        _, piece = np.unique(on @ 2 ** np.arange(units), return_inverse=True)
        n = int(piece.max()) + 1
        ax.imshow(
            colours[piece.reshape(160, 160)] % 97, extent=(-2, 2, -2, 2), origin="lower", cmap="cividis", alpha=0.6
        )
        for w, offset in zip(W.T[:units], b[:units], strict=True):
            ax.contour(side, side, plane @ w + offset, levels=[0], colors="black", linewidths=0.8)
        named = "1 unit" if units == 1 else f"{units} units"
        ax.set(xlabel="$x_1$", ylabel="$x_2$", title=f"{named}: {n} pieces")
        return f"{named}: {n} pieces"

    _play(
        "Each hidden unit draws a line; together they cut the plane", "hidden units", range(1, 13), (1, 2, 4, 8), draw
    )


def step_size() -> None:
    """Gradient descent in a long valley, for several learning rates."""
    curvature, start = np.array([1.0, 10.0]), np.array([-4.0, 1.2])
    x1, x2 = np.meshgrid(np.linspace(-5, 5, 120), np.linspace(-2.4, 2.4, 120))
    bowl = (x1**2 + 10 * x2**2) / 2

    def draw(ax: Axes, rate: float) -> str:
        path = [start]
        for _ in range(30):
            path.append(path[-1] * (1 - rate * curvature))
        points = np.array(path)
        loss = float((curvature * points[-1] ** 2).sum() / 2)
        ax.contour(x1, x2, bowl, levels=12, colors="0.7", linewidths=0.7)
        ax.plot(*points.T, marker="o", markersize=3, linewidth=1, color=COLORS[1], clip_on=True)
        ax.set(xlim=(-5, 5), ylim=(-2.4, 2.4), xlabel="weight 1", ylabel="weight 2")
        ax.set_title(f"rate {rate:g}: loss {loss:.2g}")
        return f"with rate {rate:g} the loss is {loss:.2g} after 30 steps"

    rates = (0.01, 0.02, 0.05, 0.1, 0.15, 0.18, 0.19, 0.2, 0.21)
    _play("How long a step? 30 steps of gradient descent", "learning rate", rates, (0.01, 0.1, 0.18, 0.21), draw)


def code_units(x_train: NDArray, x_test: NDArray) -> None:
    """Digits rebuilt by PCA from more and more numbers; `x_train`, `x_test`: (n, pixels)."""
    fitted, x = np.asarray(x_train[:5000], dtype=np.float64), np.asarray(x_test[:_DIGITS], dtype=np.float64)
    mean = fitted.mean(axis=0)
    _, axes = np.linalg.eigh((fitted - mean).T @ (fitted - mean))
    axes = axes[:, ::-1]

    def draw(ax: Axes, k: int) -> str:
        x_hat = mean + (x - mean) @ axes[:, :k] @ axes[:, :k].T
        error = float(((x - x_hat) ** 2).sum(axis=1).mean())
        strips(ax, x, np.clip(x_hat, 0, 1))
        ax.set_title(f"{k} number{'s' * (k > 1)}: error {error:.1f}")
        return f"{k} numbers leave a squared error of {error:.1f} per image"

    numbers = tuple(k for k in (1, 2, 4, 8, 16, 32, 64, 128) if k <= x.shape[1])
    _play("Digits (above) rebuilt by PCA (below)", "code units", numbers, numbers[1:8:2], draw, _LOW)


def kernels(x_test: NDArray) -> None:
    """One digit under kernels that look for different things; `x_test`: (n, side, side, 1) or (n, pixels)."""
    from scipy.ndimage import correlate

    flat = np.asarray(x_test[0], dtype=np.float64).ravel()
    image = flat.reshape(round(flat.size**0.5), -1)
    edge = np.outer([1, 2, 1], [-1, 0, 1]) / 4
    found = {
        "blur": np.full((3, 3), 1 / 9),
        "upright edges": edge,
        "level edges": edge.T,
        "spots": np.array([[0, -1, 0], [-1, 4, -1], [0, -1, 0]]),
        "wide blur": np.full((7, 7), 1 / 49),
    }

    def draw(ax: Axes, name: str) -> str:
        result = correlate(image, found[name], mode="constant")
        most = float(np.abs(result).max())
        ax.imshow(result, cmap="gray", vmin=-most, vmax=most)
        ax.set_axis_off()
        ax.set_title(f"{name}: {result.min():.1f} to {result.max():.1f}")
        return f"the kernel for {name} gives values from {result.min():.1f} to {result.max():.1f}"

    names = ("blur", "upright edges", "level edges", "spots")
    _play("One digit, four kernels (grey is 0)", "kernel", tuple(found), names, draw)


def noise(x_test: NDArray) -> None:
    """Digits of which more and more pixels are missing; `x_test`: (n, pixels)."""
    x = np.asarray(x_test[:_DIGITS], dtype=np.float64)
    draws = np.random.default_rng(0).random(x.shape)

    def draw(ax: Axes, nu: float) -> str:
        damaged = np.where(draws < nu, 0.0, x)
        error = float(((x - damaged) ** 2).sum(axis=1).mean())
        strips(ax, x, damaged)
        ax.set_title(f"{nu:.0%} missing: error {error:.1f}")
        return f"with {nu:.0%} of the pixels missing the squared error is {error:.1f} per image"

    shares = (0.0, 0.1, 0.25, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95)
    _play(
        "How much may be missing before you cannot read it?",
        "share missing",
        shares,
        (0.25, 0.5, 0.8, 0.95),
        draw,
        _LOW,
    )


def active(x_test: NDArray) -> None:
    """Digits from the few largest entries of a code in a fixed dictionary of cosines; `x_test`: (n, pixels)."""
    from scipy.fft import dctn, idctn

    x = np.asarray(x_test[:_DIGITS], dtype=np.float64)
    side = round(x.shape[1] ** 0.5)
    codes = dctn(x.reshape(-1, side, side), axes=(1, 2), norm="ortho").reshape(len(x), -1)

    def draw(ax: Axes, k: int) -> str:
        smallest = np.sort(np.abs(codes), axis=1)[:, -k][:, None]
        kept = np.where(np.abs(codes) >= smallest, codes, 0).reshape(-1, side, side)
        x_hat = idctn(kept, axes=(1, 2), norm="ortho").reshape(len(x), -1)
        error = float(((x - x_hat) ** 2).sum(axis=1).mean())
        strips(ax, x, np.clip(x_hat, 0, 1))
        ax.set_title(f"{k} of {codes.shape[1]} active: error {error:.1f}")
        return f"with {k} of {codes.shape[1]} entries active the squared error is {error:.1f} per image"

    counts = tuple(k for k in (5, 10, 20, 40, 80, 160, 320) if k <= codes.shape[1])
    _play("Digits (above) from their few largest entries (below)", "active", counts, counts[:7:2], draw, _LOW)


def slope() -> None:
    """A sigmoid unit and its squared slope, the contractive penalty of one input, as its weight grows."""
    x = np.linspace(-3, 3, 601)

    def draw(ax: Axes, weight: float) -> str:
        h = 1 / (1 + np.exp(-weight * x))
        squared = (weight * h * (1 - h)) ** 2
        calm = float((squared < 0.01).mean())
        ax.plot(x, h, color=COLORS[0], label="code $h$")
        ax.plot(x, squared / squared.max(), color=COLORS[1], linestyle="--", label="penalty / its maximum")
        ax.set(xlabel="input", ylim=(-0.05, 1.05), title=f"weight {weight:g}: at most {squared.max():.2g}")
        ax.legend(loc="lower right" if weight <= 1 else "center left", fontsize=6.5, handlelength=1.2)
        most = f"with weight {weight:g} the penalty is at most {squared.max():.2g}"
        return f"{most}, and below 0.01 at {calm:.0%} of the inputs"

    _play("Calm by a small weight, or by saturation", "weight", (0.25, 0.5, 1, 2, 4, 8, 16), (0.25, 1, 4, 16), draw)


def labels(x_train: NDArray, y_train: NDArray, x_test: NDArray, y_test: NDArray) -> None:
    """Class means of few and of many labelled images, and how well the nearest of them classifies.

    x_train, x_test: (n, pixels)    y_train, y_test: (n,) classes
    """
    classes = np.unique(y_train)
    x, y = np.asarray(x_test[:1000], dtype=np.float64), np.asarray(y_test[:1000])
    members = {label: np.flatnonzero(np.asarray(y_train) == label) for label in classes}

    def draw(ax: Axes, n: int) -> str:
        means = np.stack([np.asarray(x_train[members[label][:n]], dtype=np.float64).mean(axis=0) for label in classes])
        distances = (means**2).sum(axis=1) - 2 * x @ means.T  # up to what is the same for every class
        right = float((classes[distances.argmin(axis=1)] == y).mean())
        strips(ax, means[: len(means) // 2], means[len(means) // 2 :])
        ax.set_title(f"{n} per class: {right:.0%} right")
        return f"the means of {n} images per class classify {right:.0%} of {len(x):,} test images right"

    fewest = min(map(len, members.values()))
    numbers = tuple(n for n in (1, 2, 3, 5, 10, 30, 100, 300, 1000) if n <= fewest)
    _play("What a class looks like, averaged over its labelled images", "labels per class", numbers,
          tuple(n for n in (1, 3, 10, 100) if n in numbers), draw, _LOW)  # fmt: skip


def mixing() -> None:
    """Other weights, the same map: decoders that differ by an invertible mixing matrix."""
    data = np.random.default_rng(0).normal(size=(2, 300)) * np.array([[2.0], [0.7]])

    def draw(ax: Axes, degrees: int) -> str:
        turn = np.deg2rad(degrees)
        mixed = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]]) @ np.diag([1.8, 0.8])
        decoder = mixed @ np.array([[1.0, 0.4], [0.0, 1.0]])  # (2, 2): axes of the plane, mixed
        rebuilt = decoder @ (np.linalg.inv(decoder) @ data)
        off = float(np.abs(rebuilt - data).max())
        ax.scatter(*data, s=6, color="0.6", linewidths=0)
        for column, style in zip(decoder.T, ("-", "--"), strict=True):
            ax.plot(
                [0, column[0]], [0, column[1]], color=COLORS[1], linestyle=style, linewidth=2, marker="o", markevery=[1]
            )
        ax.set(xlim=(-6, 6), ylim=(-4, 4), xlabel="axis 1", ylabel="axis 2", aspect="equal")
        ax.set_title(f"{degrees}°: off by {off:.0e}")
        return f"turned by {degrees} degrees, the columns point elsewhere and the rebuilt data are off by {off:.0e}"

    _play(
        "Columns of the decoder differ, what is rebuilt does not",
        "angle",
        range(0, 180, 15),
        (0, 30, 60, 90),
        draw,
        2.4,
    )


def fonts(draw_fonts: Callable[[NDArray], NDArray], codes: NDArray) -> None:
    """A walk around a map of fonts; `draw_fonts`: codes (n, 2) to (n, 26, side, side), `codes`: (n, 2), the fonts'."""
    _play(
        "A walk around the map of fonts",
        "angle",
        range(0, 360, 30),
        (0, 90, 180, 270),
        font_around(draw_fonts, codes),
        3.4,
    )


def depth() -> None:
    """How large a signal is after each of twenty tanh layers, for several scales of their random weights."""
    units = 100
    rng = np.random.default_rng(0)
    x, drawn = rng.normal(size=(50, units)), rng.normal(size=(20, units, units)) / units**0.5

    def draw(ax: Axes, scale: float) -> str:
        h, spread = x, [float(x.std())]
        for W in drawn:
            h = np.tanh(h @ (scale * W))
            spread.append(float(h.std()))
        ax.semilogy(spread, marker="o", markersize=3, color=COLORS[0])
        ax.set(xlabel="layer", ylabel="spread", ylim=(1e-7, 3), title=f"scale {scale:g}: {spread[-1]:.1g}")
        return f"with scale {scale:g} the spread after 20 layers is {spread[-1]:.1g}"

    _play("A signal on its way through twenty layers", "scale", (0.5, 0.8, 1, 1.2, 1.5, 2, 4), (0.5, 1, 1.5, 4), draw)


def perplexity(tsne: Callable[[NDArray, NDArray, float], NDArray]) -> None:
    """Two clouds, one of them ten times as wide, mapped with several perplexities.

    tsne: takes data (n, 5), a start (n, 2) and a perplexity; returns a map (n, 2)
    """
    rng = np.random.default_rng(0)
    x = rng.normal(size=(2, 60, 5)) * np.array([1, 10]).reshape(2, 1, 1) + np.array([0, 60]).reshape(2, 1, 1)
    x, start = x.reshape(120, 5), rng.normal(size=(120, 2))

    def width(z: NDArray) -> float:
        tight, wide = (part.var(axis=0).sum() for part in z.reshape(2, 60, -1))
        return float(np.sqrt(wide / tight))

    def draw(ax: Axes, u: int) -> str:
        y = tsne(x, start, u)
        for part, color, marker in zip(y.reshape(2, 60, 2), COLORS, "os", strict=False):
            ax.scatter(*part.T, s=9, color=color, marker=marker, linewidths=0)
        ax.set(xticks=[], yticks=[], aspect="equal", adjustable="datalim")
        ax.set_title(f"perplexity {u}: {width(y):.1f} times")
        return f"with perplexity {u} one cloud is {width(y):.1f} times as wide as the other, in the data {width(x):.1f}"

    _play("One cloud is ten times as wide as the other. On the map?", "perplexity", (2, 5, 10, 20, 40, 60, 80, 100),
          (5, 20, 60, 100), draw)  # fmt: skip


def draws(decode: Callable[[NDArray], NDArray], units: int) -> None:
    """Images decoded from the same ten draws, pulled towards the centre of the prior or pushed away from it.

    decode: from codes (n, units) to grey values (n, pixels)
    """
    z = np.random.default_rng(12).normal(size=(2 * _DIGITS, units))

    def draw(ax: Axes, scale: float) -> str:
        x = np.asarray(decode(scale * z), dtype=np.float64)
        apart = float(((x - x.mean(axis=0)) ** 2).sum(axis=1).mean())
        strips(ax, x[:_DIGITS], x[_DIGITS:])
        ax.set_title(f"scale {scale:g}: {apart:.1f} apart")
        return f"with scale {scale:g} the squared distance to the mean of the ten images is {apart:.1f}"

    scales = (0, 0.25, 0.5, 0.75, 1, 1.25, 1.5, 2, 3)
    _play("The same ten draws, nearer to the centre and further away", "scale", scales, (0.25, 0.5, 1, 2), draw, _LOW)


def alarms() -> None:
    """A hundred alarms of one detector, and how many of them are right, as anomalies become rare."""
    tpr, fpr = 0.9, 0.01
    places = np.stack(np.unravel_index(np.arange(100), (10, 10)), axis=-1)[:, ::-1] * [1, -1]

    def draw(ax: Axes, one_in: int) -> str:
        right = tpr / one_in / (tpr / one_in + fpr * (1 - 1 / one_in))
        filled = np.arange(100) < round(100 * right)
        ax.scatter(*places[~filled].T, s=42, facecolors="none", edgecolors="0.6")
        ax.scatter(*places[filled].T, s=42, color=COLORS[0])
        ax.set(xlim=(-0.7, 9.7), ylim=(-9.7, 0.7), aspect="equal", title=f"1 in {one_in:,}: {100 * right:.2g} right")
        ax.set_axis_off()
        return f"with one anomaly in {one_in:,} examples {100 * right:.2g} of 100 alarms are right"

    rarities = (2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 10_000)
    _play("A hundred alarms of one detector; filled: right", "one in", rarities, (2, 10, 100, 1000), draw)


def random_alarm() -> None:
    """F1 of a random score, point by point and point-adjusted, as anomalies become longer."""
    lengths = (1, 2, 5, 10, 24, 48, 100, 300, 1440)
    _play(
        "A random score, when one point in ten is anomalous", "length", lengths, (1, 10, 48, 300), chance.random_alarm
    )


def damping() -> None:
    """What a document gains by each further occurrence of a word, as the parameter k1 of BM25 grows."""
    times = np.arange(21)

    def draw(ax: Axes, k1: float) -> str:
        weight = times * (k1 + 1) / np.maximum(times + k1, 1e-12)
        tenth = float(weight[10] - weight[9])
        ax.plot(times, weight, color=COLORS[0], marker="o", markersize=3)
        ax.axhline(k1 + 1, color="0.6", linestyle="--", linewidth=1)
        ax.set(xlabel="times in the document", ylabel="weight", ylim=(0, 1.08 * max(k1 + 1, weight.max())))
        ax.set_title(f"$k_1$ = {k1:g}: the tenth adds {tenth:.2g}")
        return f"with k1 {k1:g} the tenth occurrence adds {tenth:.2g}, and no number of them more than {k1 + 1:g}"

    _play(
        "What does one more occurrence add? Dashed: the limit",
        "k1",
        (0, 0.3, 0.6, 1.2, 2, 5, 10),
        (0, 0.6, 1.2, 5),
        draw,
    )


def votes() -> None:
    """Whom one point picks as its neighbour in neighbourhood components analysis, as the scale of the map grows."""
    rng = np.random.default_rng(18)
    labels = np.arange(60) % 3
    z = 0.55 * rng.normal(size=(60, 2)) + np.array([[0.0, 1.0], [-0.9, -0.5], [0.9, -0.5]])[labels]
    squared = ((z[:, None] - z[None]) ** 2).sum(axis=-1)
    np.fill_diagonal(squared, np.inf)
    middle = int(np.abs(z).sum(axis=1).argmin())

    def draw(ax: Axes, scale: float) -> str:
        p = np.exp(scale**2 * (squared.min(axis=1, keepdims=True) - squared))
        p /= p.sum(axis=1, keepdims=True)
        wrong = 1 - float((p * (labels[:, None] == labels)).sum(axis=1).mean())
        voters = float(np.exp(-(p[middle] * np.log(p[middle] + 1e-12)).sum()))
        for place, share in zip(z, p[middle] / p[middle].max(), strict=True):
            ax.plot(*np.stack([z[middle], place]).T, color="black", alpha=float(share), linewidth=1.2, zorder=1)
        for label, marker in enumerate("o^s"):
            ax.scatter(*z[labels == label].T, s=22, color=COLORS[label], marker=marker, linewidths=0, zorder=2)
        ax.set(xticks=[], yticks=[], aspect="equal", title=f"scale {scale:g}: {wrong:.0%} wrong picks")
        return f"with scale {scale:g} it picks from about {voters:.1f} others, and {wrong:.1%} of all picks are wrong"

    _play("Whom does the middle point pick? Darker: likelier", "scale", (0.1, 0.3, 0.5, 1, 2, 3, 5, 10, 30),
          (0.3, 1, 3, 10), draw)  # fmt: skip


def two_labels() -> None:
    """Two labels that depend on each other given the image, and what a product of Bernoulli distributions says."""
    values = (-1, -0.8, -0.5, -0.2, 0, 0.2, 0.5, 0.8, 1)
    _play("Two labels given the image, by their correlation: the truth, and the product", "correlation", values,
          (-1, 0, 0.5, 1), chance.two_labels)  # fmt: skip


def annealed() -> None:
    """A pixel that may have three colours, and the annealed mean of them as the temperature falls."""
    _play("Orange, blue or green? The annealed mean of three colours, by its temperature", "temperature",
          (3, 1, 0.7, 0.5, 0.38, 0.25, 0.15, 0.1, 0.05), (3, 1, 0.38, 0.05), chance.annealed)  # fmt: skip


def hamming_ball() -> None:
    """The cells of a table with ten bits, and those within a Hamming radius of the one in the middle."""
    title = "Cells to open, of 1,024, for a query in the middle"
    _play(title, "radius", range(11), (0, 1, 2, 4), cells.hamming_ball)
