# %% counter: a Counter for each text
def bag_of_words(texts, vocabulary):
    from collections import Counter

    rows = [Counter(re.findall(r"[a-z]+", text.lower())) for text in texts]
    return np.array([[row[word] for word in vocabulary] for row in rows])


# %% scikit_learn: the library's own
def bag_of_words(texts, vocabulary):
    from sklearn.feature_extraction.text import CountVectorizer

    return CountVectorizer(vocabulary=vocabulary, token_pattern="[a-z]+").transform(texts).toarray()


# %% add_at: positions first, added at once
def bag_of_words(texts, vocabulary):
    column = {word: j for j, word in enumerate(vocabulary)}
    counts = np.zeros((len(texts), len(vocabulary)), dtype=int)
    for i, text in enumerate(texts):
        small = "".join(c if "a" <= c <= "z" else " " for c in text.lower())
        np.add.at(counts[i], [column[word] for word in small.split() if word in column], 1)
    return counts
