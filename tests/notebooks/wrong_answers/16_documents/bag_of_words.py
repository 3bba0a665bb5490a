# %% substring: text.count finds words inside words
def bag_of_words(texts, vocabulary):
    return np.array([[text.lower().count(word) for word in vocabulary] for text in texts], float)


# %% capitals: not made small
def bag_of_words(texts, vocabulary):
    return np.array([[re.findall("[A-Za-z]+", text).count(word) for word in vocabulary] for text in texts], float)


# %% capitals_cut: looks for small letters before it makes them small
def bag_of_words(texts, vocabulary):
    return np.array([[re.findall("[a-z]+", text).count(word) for word in vocabulary] for text in texts], float)


# %% spaces: punctuation stays with the word
def bag_of_words(texts, vocabulary):
    return np.array([[text.lower().split().count(word) for word in vocabulary] for text in texts], float)


# %% word_characters: digits and underscores belong to words
def bag_of_words(texts, vocabulary):
    return np.array([[re.findall(r"\w+", text.lower()).count(word) for word in vocabulary] for text in texts], float)


# %% presence: whether, not how often
def bag_of_words(texts, vocabulary):
    return np.array([[word in re.findall("[a-z]+", text.lower()) for word in vocabulary] for text in texts], float)


# %% alphabet: columns in the order of the alphabet
def bag_of_words(texts, vocabulary):
    column = {word: j for j, word in enumerate(sorted(vocabulary))}
    counts = np.zeros((len(texts), len(vocabulary)))
    for i, text in enumerate(texts):
        for word in re.findall("[a-z]+", text.lower()):
            if word in column:
                counts[i, column[word]] += 1
    return counts


# %% turned: a text is a column
def bag_of_words(texts, vocabulary):
    return np.array([[re.findall("[a-z]+", text.lower()).count(word) for text in texts] for word in vocabulary], float)


# %% shares: divided by the known words
def bag_of_words(texts, vocabulary):
    counts = np.array([[re.findall("[a-z]+", text.lower()).count(word) for word in vocabulary] for text in texts], float)
    return counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)


# %% unknown_word: stops at a word that has no column
def bag_of_words(texts, vocabulary):
    column = {word: j for j, word in enumerate(vocabulary)}
    counts = np.zeros((len(texts), len(vocabulary)))
    for i, text in enumerate(texts):
        for word in re.findall("[a-z]+", text.lower()):
            counts[i, column[word]] += 1
    return counts


# %% summed: one row for all texts
def bag_of_words(texts, vocabulary):
    words = re.findall("[a-z]+", " ".join(texts).lower())
    return np.array([words.count(word) for word in vocabulary], float)


# %% fancy_indexing: the same word twice adds 1 once
def bag_of_words(texts, vocabulary):
    column = {word: j for j, word in enumerate(vocabulary)}
    counts = np.zeros((len(texts), len(vocabulary)))
    for i, text in enumerate(texts):
        counts[i, [column[word] for word in re.findall("[a-z]+", text.lower()) if word in column]] += 1
    return counts
