"""Comparisons that the text of lesson 16 draws."""

import json
import re

from course_utils import results
from tests.notebooks.lessons import ROOT, numbers, printed

LESSON = "16_documents"


def maps():
    """Mean average precision on test documents, with its interval, by name."""
    found = {}
    for line in printed(LESSON, "curves").splitlines():
        if mark := re.fullmatch(r"(.+?) +mAP ([\d.]+) \[([\d.]+), ([\d.]+)\]", line):
            found[mark[1]] = tuple(float(mark[i]) for i in (2, 3, 4))
    return found


def stored(*keys):
    """Mean average precision in the stored runs: for each seed, which draws the split, the values of these keys."""
    table = json.loads((ROOT / "course_utils" / "reference_results.json").read_text(encoding="utf-8"))
    return list(zip(*(table[f"documents_{key}_map"]["mnist"]["values"] for key in keys), strict=True))


def test_there_are_documents_and_judgements_enough():
    counted, pairs = printed(LESSON, "setup").splitlines()[-2:]
    assert numbers(counted)[0] > 10_000
    assert numbers(pairs)[0] > 3_000


def test_counts_are_mostly_zeros():
    (share,) = re.findall(r"([\d.]+)% of the entries are not zero", printed(LESSON, "counts"))
    assert 1 < float(share) < 3


def test_the_first_direction_of_lsa_is_nearly_the_mean_document():
    assert numbers(printed(LESSON, "words").splitlines()[-1])[-1] > 0.98


def test_words_that_are_near_each_other():
    near = {line.split()[0]: line.split(None, 1)[1] for line in printed(LESSON, "words").splitlines()[:-1]}
    assert {"matrices", "sparse", "csr"} <= set(near["matrix"].split(", "))
    assert {"images", "pixel", "skimage"} <= set(near["image"].split(", "))
    assert "special" in near["probability"].split(", ")


def test_all_ways_are_better_than_random_codes_at_finding_the_module():
    lines = printed(LESSON, "same-module").splitlines()
    found = {line[:16].strip(): numbers(line.partition("ten:")[2])[0] for line in lines}
    assert found["random"] * 10 < min(value for name, value in found.items() if name != "random")
    assert found["counts"] + 0.02 < found["log(1 + counts)"]
    assert abs(found["TF-IDF"] - found["log(1 + counts)"]) < 0.015


def tries():
    """Mean average precision on validation documents, by name."""
    lines = printed(LESSON, "choose").splitlines()
    return {line[:34].strip(): float(line[34:]) for line in lines if not line.startswith("chosen")}


def test_the_weight_of_rare_words_helps_lsa_and_centring_does_not():
    found = tries()
    assert found["LSA-32, log counts"] + 0.02 < found["LSA-32, log counts × idf"]
    assert all(found[f"{name}, centred"] <= found[name] for name in found if f"{name}, centred" in found)


def test_bm25_is_better_where_long_documents_pay_more():
    found = tries()
    assert all(found[f"BM25, k1 {k1}, b 0.4"] < found[f"BM25, k1 {k1}, b 0.75"] for k1 in (0.6, 1.2, 2.0))


def test_a_loss_of_the_library_is_right_for_counts_and_its_gradient_is_not():
    counts, shares = printed(LESSON, "trap").splitlines()
    assert counts.endswith("loss right: True, gradient right: False")
    assert shares.endswith("loss right: True, gradient right: True")


def test_the_network_knows_more_about_unseen_words_than_one_distribution_for_all():
    network, unigram = (numbers(line)[0] for line in printed(LESSON, "nats").splitlines())
    assert network + 1.1 < unigram  # a third of the perplexity
    assert results.reference("documents_autoencoder_nats").high < results.reference("documents_unigram_nats").low


def test_words_are_ahead_of_every_code_of_thirty_two_numbers():
    run, by_words = maps(), ("BM25, all words", "BM25", "TF-IDF", "word overlap")
    assert min(run[name][0] for name in by_words) > max(run[name][0] for name in ("LSA-32", "autoencoder, 32"))
    for *words, lsa, network in stored("bm25_all", "bm25", "tfidf", "overlap", "lsa32", "autoencoder"):
        assert min(words) > max(lsa, network)


def test_all_words_are_ahead_of_two_thousand():
    assert all(every > known for every, known in stored("bm25_all", "bm25"))
    assert all(abs(bm25 - tfidf) < 0.03 for bm25, tfidf in stored("bm25", "tfidf"))


def test_the_autoencoder_and_lsa_with_as_many_numbers_are_level_and_behind_lsa_with_three_hundred():
    runs = stored("autoencoder", "lsa32", "lsa300")
    assert all(max(network, lsa) < larger for network, lsa, larger in runs)
    assert all(larger < tfidf for larger, tfidf in stored("lsa300", "tfidf"))
    assert all(network < 0.8 * tfidf for network, tfidf in stored("autoencoder", "tfidf"))
    (line,) = (line for line in printed(LESSON, "curves").splitlines() if "minus LSA-32" in line)
    low, high = (float(word) for word in re.findall(r"\[(.+), (.+)\]", line)[0])
    assert low < 0 < high
    assert len({network > lsa for network, lsa, _ in runs}) == 2, "which of the two is ahead changes with the seed"


def test_training_is_worth_something():
    assert all(1.8 < network / untrained < 2.5 for untrained, network in stored("untrained", "autoencoder"))


def test_two_numbers_say_little_about_the_library_and_thirty_two_more():
    lsa, network, tsne = (float(share) for share in re.findall(r"([\d.]+)%", printed(LESSON, "map").splitlines()[-2]))
    assert 0.15 < tsne / 100 < 0.3
    assert all(0.4 < share / 100 < 0.6 for share in (lsa, network))


def test_answers_that_the_text_names():
    lines = printed(LESSON, "ask").splitlines()
    first, second, third = lines[:3], lines[3:6], lines[6:]
    assert all(re.search(r"solve|factorized|spsolve", line) for line in (first[0], first[2]))
    assert "coffee" in second[0]
    assert "canny" in second[2]
    assert not any("median" in line for line in third)


def test_thirty_two_numbers_are_searched_faster_than_two_thousand():
    lines = printed(LESSON, "ask").splitlines()
    spent = [numbers(line.partition(" ms")[0].split()[-1])[0] for line in lines]
    assert all(5 * lsa < words for words, lsa in zip(spent[::3], spent[1::3], strict=True))
    assert "median" not in printed(LESSON, "ask")
