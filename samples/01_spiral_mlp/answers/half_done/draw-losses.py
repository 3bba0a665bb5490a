import matplotlib.pyplot as plt


def draw_losses(losses, name):
    fig, ax = plt.subplots()
    ax.plot(losses, label=name)
    ax.set_xlabel("step")
    ax.legend()
