"""To be added to course_utils/plotting/play.py, beside its sisters; `_play`, `COLORS` and `Axes` are there."""


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

    _play("What does one more occurrence add? Dashed: the limit", "k1", (0, 0.3, 0.6, 1.2, 2, 5, 10), (0, 0.6, 1.2, 5), draw)
