def annealed() -> None:
    """A pixel that may have three colours, and the annealed mean of them as the temperature falls."""
    colours = np.array([[0.93, 0.53, 0.18], [0.25, 0.5, 0.85], [0.35, 0.65, 0.3]])  # orange, blue, green
    p, words = np.array([0.5, 0.3, 0.2]), ("orange", "blue", "green")

    def draw(ax: Axes, temperature: float) -> str:
        sharp = p ** (1 / temperature)
        sharp /= sharp.sum()
        answer = sharp @ colours
        error = float(np.sqrt(p @ ((colours - answer) ** 2).mean(axis=1)))
        colourful = float(answer.max() - answer.min())
        ax.bar(range(3), sharp, color=colours)
        ax.add_patch(Rectangle((2.7, 0), 1.6, 1, color=answer))
        ax.set(xlim=(-0.6, 4.4), ylim=(0, 1), title=f"T = {temperature:g}: RMSE {error:.2f}")
        ax.set_xticks([*range(3), 3.5], [*words, "answer"], fontsize=8)
        said = f"with temperature {temperature:g} the answer's largest colour is {colourful:.2f} above its smallest"
        return f"{said}, RMSE {error:.2f}"

    _play("Orange, blue or green? The annealed mean of three colours, by its temperature", "temperature",
          (3, 1, 0.7, 0.5, 0.38, 0.25, 0.15, 0.1, 0.05), (3, 1, 0.38, 0.05), draw)  # fmt: skip
