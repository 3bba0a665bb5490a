"""Lesson 16's reference figures: who finds the documents that maintainers named together, over splits and starts.

The lesson's own functions score and train, so a figure can only change together with the lesson it is printed in. The
documents are the docstrings of this environment, so other versions of the libraries give other figures. No images are
used.
"""

import contextlib
import io
from functools import cache

import numpy as np
from scipy.sparse import csr_matrix

from benchmarks.register import functions, reference
from course_utils import documents
from course_utils import search as word_search

LESSON = "16_documents"
CELLS = ("autoencoder", "train-networks", "rivals", "choose")
EPOCHS, CODE, SIZE = 12, 32, 2000
MAP, NATS = "documents_{}_map", "documents_{}_nats"
CONTESTANTS = ("bm25_all", "bm25", "tfidf", "overlap", "lsa300", "lsa32", "autoencoder", "untrained")


def lesson() -> dict:
    return dict(functions(LESSON, *CELLS))


@cache
def collected() -> tuple[list[documents.Document], csr_matrix]:
    found = documents.collect()
    return found, documents.related(found)


def quietly(function, *args, **kw):
    with contextlib.redirect_stdout(io.StringIO()):
        return function(*args, **kw)


class Split:
    """The documents, split with one seed, with the lesson's counts and weights."""

    def __init__(self, names: dict, seed: int) -> None:
        found, related = collected()
        self.names, self.related, self.seed = names, related, seed
        self.texts = [document.text for document in found]
        self.train, val, test = documents.split(len(found), np.random.default_rng(seed))
        partners = related.getnnz(axis=1) > 0
        self.asked_val, self.asked, self.val = val[partners[val]], test[partners[test]], val
        words = documents.vocabulary([self.texts[i] for i in self.train], SIZE)
        self.counts = names["bag_of_words"](self.texts, words).astype("float32")
        self.weights = names["tfidf"](self.counts, self.counts[self.train]).astype("float32")

    def quality(self, score, asked) -> float:
        return self.names["quality"](score, asked, self.related)

    def best(self, tries: dict):
        """Return the key of the try with the best mean average precision on validation documents, and its score."""
        name = max(tries, key=lambda one: self.quality(tries[one], self.asked_val))
        return name, tries[name]


def lsa_inputs(split: Split) -> dict[str, np.ndarray]:
    rarity = np.log((1 + len(split.train)) / (1 + (split.counts[split.train] > 0).sum(axis=0))).astype("float32")
    logs = np.log1p(split.counts)
    return {"log": logs, "log idf": logs * rarity, "tfidf": split.weights}


@reference(
    "retrieval of related documents",
    setting=f"docstrings of the installed libraries, {SIZE:,} words; eight in ten for training; six tries each of BM25 "
    f"and LSA on validation documents; 2000-500-250-125-{CODE}, {EPOCHS} epochs, code centred if validation says so; "
    "mean average precision over test documents that have a partner in See Also, all documents searched",
    units={MAP.format(key): "" for key in CONTESTANTS}
    | {NATS.format(key): "nats/word" for key in ("autoencoder", "unigram")},
    seeds=3,
    fewer="a run takes minutes on a machine that does other work as well",
    note="A seed draws the split and the start of the network. The figures belong to the versions of the libraries.",
)
def retrieval(images, seed):
    names = lesson()
    split = Split(names, seed)
    train, counts, weights = split.train, split.counts, split.weights
    sparse, inputs = csr_matrix(counts), lsa_inputs(split)
    (k1, b), best_bm25 = split.best(
        {(k1, b): names["bm25"](sparse, train, k1, b) for k1 in (0.6, 1.2, 2.0) for b in (0.4, 0.75)}
    )
    codes = names["lsa_codes"]
    (kind, centre), best_lsa = split.best(
        {(n, c): names["cosines"](codes(x, train, 32, c)) for n, x in inputs.items() for c in (False, True)}
    )
    everyone = documents.vocabulary([split.texts[i] for i in train])
    all_words = word_search.counted(split.texts, everyone)
    model, encoder = quietly(names["train_autoencoder"], CODE, weights[train], counts[train], EPOCHS, seed=seed)
    h = encoder.predict(10 * weights, batch_size=500, verbose=0)
    _, best_code = split.best({c: names["cosines"](h - c * h[train].mean(axis=0)) for c in (0, 1)})
    untrained = names["autoencoder"](CODE, seed)[1].predict(10 * weights, batch_size=500, verbose=0)

    scores = {
        "bm25_all": names["bm25"](all_words, train, k1, b),
        "bm25": best_bm25,
        "tfidf": names["cosines"](weights),
        "overlap": names["overlap"](counts),
        "lsa300": names["cosines"](codes(inputs[kind], train, 300, centre)),
        "lsa32": best_lsa,
        "autoencoder": best_code,
        "untrained": names["cosines"](untrained),
    }
    found = {MAP.format(key): split.quality(score, split.asked) for key, score in scores.items()}
    held = counts[split.val].astype(float)
    logits = model.predict(10 * weights[split.val], batch_size=500, verbose=0).astype(float)
    unigram = np.log((counts[train].sum(axis=0) + 1) / (counts[train].sum() + SIZE))
    loss = names["softmax_count_loss"]
    found[NATS.format("autoencoder")] = loss(held, logits)
    found[NATS.format("unigram")] = loss(held, np.tile(unigram, (len(held), 1)).astype(float))
    return found
