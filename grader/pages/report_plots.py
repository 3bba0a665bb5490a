"""Draw the pictures of the class report: SVG in a data URL, once for light and once for dark pages, with alt text."""

from __future__ import annotations

import base64
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import matplotlib
from matplotlib.figure import Figure

from grader.model import Outcome, State
from grader.pages.class_figures import ExerciseRate
from grader.text import points

# Blue, orange, green and purple of Okabe and Ito: told apart with any colour vision, and on light as on dark.
INK = {"light": ("#1b2330", "#c4ccd8", "#0072b2"), "dark": ("#e7ecf4", "#3a4658", "#56b4e9")}
STATE_COLOUR = {
    State.GRADED: "#0072b2",
    State.PARTIAL: "#e69f00",
    State.TIMEOUT: "#d55e00",
    State.CRASHED: "#cc79a7",
    State.UNREADABLE: "#999999",
}
BINS, MOST_BINS = 10, 24


@dataclass(frozen=True)
class Picture:
    """One picture for both kinds of page; `light` and `dark` are data URLs."""

    light: str
    dark: str
    alt: str
    width: int
    height: int


def score_distribution(scores: Sequence[float], max_score: float) -> Picture:
    """Draw how many submissions earned how many automatic points."""
    # One bar a point where that is not too many.
    bins = int(max_score) if float(max_score).is_integer() and BINS <= max_score <= MOST_BINS else BINS
    edges = [max_score * i / bins for i in range(bins + 1)]
    counts = [0] * bins
    for score in scores:
        counts[min(int(score / max_score * bins), bins - 1) if max_score else 0] += 1
    said = [f"{n} from {points(a)} to {points(b)}" for n, a, b in zip(counts, edges, edges[1:], strict=False) if n]

    def draw(figure: Figure, ink: str, grid: str, fill: str) -> None:
        axes = figure.add_subplot()
        width = max_score / bins or 1.0
        axes.bar([edge + width / 2 for edge in edges[:-1]], counts, width=width * 0.92, color=fill)
        axes.set(xlabel="automatic points", ylabel="submissions", xlim=(0, max_score or 1.0))
        axes.yaxis.get_major_locator().set_params(integer=True)
        axes.grid(axis="y", color=grid, linewidth=0.8)

    return _picture(draw, f"Histogram of scores: {'; '.join(said) or 'no submissions'}.", (7.2, 2.7))


def exercise_means(exercises: Sequence[ExerciseRate]) -> Picture:
    """Draw the mean share of points in each exercise, hardest at the top."""
    ranked = sorted(exercises, key=lambda exercise: exercise.mean)
    said = "; ".join(f"{exercise.title} {exercise.mean:.0%}" for exercise in ranked)

    def draw(figure: Figure, ink: str, grid: str, fill: str) -> None:
        axes = figure.add_subplot()
        places = range(len(ranked), 0, -1)
        axes.barh(list(places), [100 * exercise.mean for exercise in ranked], color=fill, height=0.62)
        axes.set_yticks(list(places), [_short(exercise.title) for exercise in ranked])
        for place, exercise in zip(places, ranked, strict=True):
            inside = exercise.mean > 0.85
            axes.annotate(
                f"{exercise.mean:.0%}",
                (100 * exercise.mean, place),
                xytext=(-6 if inside else 6, 0),
                textcoords="offset points",
                ha="right" if inside else "left",
                va="center",
                color="#ffffff" if inside and ink == INK["light"][0] else "#10141b" if inside else ink,
            )
        axes.set(xlabel="mean share of points, %", xlim=(0, 100))
        axes.grid(axis="x", color=grid, linewidth=0.8)

    return _picture(draw, f"Mean share of points by exercise, hardest first: {said}.", (7.2, 0.9 + 0.42 * len(ranked)))


def time_and_memory(outcomes: Sequence[Outcome]) -> Picture:
    """Draw seconds against peak memory, one point a submission, coloured by state."""
    shown = [outcome for outcome in outcomes if outcome.peak_memory_mb > 0]  # the others were never run
    slowest = max(shown, key=lambda outcome: outcome.seconds, default=None)
    said = f"slowest {slowest.student} with {slowest.seconds:.0f} s" if slowest else "no submissions"

    def draw(figure: Figure, ink: str, grid: str, fill: str) -> None:
        axes = figure.add_subplot()
        for state, colour in STATE_COLOUR.items():
            group = [outcome for outcome in shown if outcome.state is state]
            if group:
                seconds = [outcome.seconds for outcome in group]
                memory = [outcome.peak_memory_mb for outcome in group]
                look = {"color": colour, "edgecolors": ink, "linewidths": 0.4}
                # A dot on an axis is not cut in half.
                axes.scatter(seconds, memory, s=42, label=str(state), clip_on=False, zorder=3, **look)
        axes.set(xlabel="time, s", ylabel="peak memory, MiB")
        axes.set_xlim(left=0)
        axes.set_ylim(bottom=0)
        axes.margins(0.08)
        axes.grid(color=grid, linewidth=0.8)
        if shown:
            axes.legend(frameon=False, labelcolor=ink, fontsize=9, loc="upper left", bbox_to_anchor=(1.0, 1.02))

    return _picture(draw, f"Time and peak memory of {len(shown)} submissions that were run; {said}.", (7.2, 2.9))


def _picture(draw: Callable[[Figure, str, str, str], None], alt: str, size: tuple[float, float]) -> Picture:
    urls = {}
    for mode, (ink, grid, fill) in INK.items():
        style = {
            "text.color": ink,
            "axes.labelcolor": ink,
            "xtick.color": ink,
            "ytick.color": ink,
            "axes.edgecolor": grid,
            "axes.axisbelow": True,
            "axes.spines.top": False,
            "axes.spines.right": False,
            "font.size": 10,
            "svg.hashsalt": "class report",
        }
        with matplotlib.rc_context(style):
            # A Figure of its own, not pyplot's: nothing is left open and no window system is asked for.
            figure = Figure(figsize=size, layout="constrained", facecolor="none")
            draw(figure, ink, grid, fill)
            for axes in figure.axes:
                axes.set_facecolor("none")
            buffer = io.BytesIO()
            figure.savefig(buffer, format="svg", transparent=True, metadata={"Date": None})
        urls[mode] = "data:image/svg+xml;base64," + base64.b64encode(buffer.getvalue()).decode("ascii")
    return Picture(urls["light"], urls["dark"], alt, round(size[0] * 100), round(size[1] * 100))


def _short(title: str, longest: int = 38) -> str:
    # Matplotlib would read $...$ as a formula; a half one is an error.
    plain = title.replace("$", "")
    return plain if len(plain) <= longest else plain[: longest - 1].rstrip() + "…"
