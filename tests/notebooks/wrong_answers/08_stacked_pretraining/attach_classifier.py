# %% never_frozen: forgets the argument trainable
def attach_classifier(encoder, classes, trainable):
    return keras.Sequential([encoder, keras.layers.Dense(classes, activation="softmax")])


# %% always_frozen: freezes whatever is asked for
def attach_classifier(encoder, classes, trainable):
    encoder.trainable = False
    return keras.Sequential([encoder, keras.layers.Dense(classes, activation="softmax")])


# %% never_thawed: freezes when asked, but leaves an encoder frozen that was frozen before
def attach_classifier(encoder, classes, trainable):
    if not trainable:
        encoder.trainable = False
    return keras.Sequential([encoder, keras.layers.Dense(classes, activation="softmax")])


# %% head_frozen_too: freezes the whole model, so nothing can learn
def attach_classifier(encoder, classes, trainable):
    model = keras.Sequential([encoder, keras.layers.Dense(classes, activation="softmax")])
    model.trainable = trainable
    return model


# %% no_softmax: scores instead of probabilities
def attach_classifier(encoder, classes, trainable):
    encoder.trainable = trainable
    return keras.Sequential([encoder, keras.layers.Dense(classes)])


# %% sigmoid_head: one probability for each class by itself; the rows do not sum to 1
def attach_classifier(encoder, classes, trainable):
    encoder.trainable = trainable
    return keras.Sequential([encoder, keras.layers.Dense(classes, activation="sigmoid")])


# %% ten_classes: always ten classes
def attach_classifier(encoder, classes, trainable):
    encoder.trainable = trainable
    return keras.Sequential([encoder, keras.layers.Dense(10, activation="softmax")])


# %% the_other_way_round: mixes up trainable and frozen
def attach_classifier(encoder, classes, trainable):
    encoder.trainable = not trainable
    return keras.Sequential([encoder, keras.layers.Dense(classes, activation="softmax")])


# %% weights_lost: clones the encoder and forgets to copy the weights
def attach_classifier(encoder, classes, trainable):
    copy = keras.models.clone_model(encoder)
    copy.trainable = trainable
    return keras.Sequential([copy, keras.layers.Dense(classes, activation="softmax")])


# %% only_the_last_layer_frozen: freezes the last layer of the encoder, the first still learns
def attach_classifier(encoder, classes, trainable):
    encoder.trainable = True
    encoder.layers[-1].trainable = trainable
    return keras.Sequential([encoder, keras.layers.Dense(classes, activation="softmax")])


# %% a_hidden_layer_more: puts a layer of its own between code and classes; nothing is convex any more
def attach_classifier(encoder, classes, trainable):
    encoder.trainable = trainable
    hidden = keras.layers.Dense(classes, activation="relu")
    return keras.Sequential([encoder, hidden, keras.layers.Dense(classes, activation="softmax")])


# %% no_bias: the scores have no bias
def attach_classifier(encoder, classes, trainable):
    encoder.trainable = trainable
    return keras.Sequential([encoder, keras.layers.Dense(classes, activation="softmax", use_bias=False)])
