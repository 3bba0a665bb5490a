# %% predict_in_a_loop: one picture after the other
def interpolate(encoder, decoder, a, b, steps):
    code_a = encoder.predict(a.reshape(1, -1), verbose=0)
    code_b = encoder.predict(b.reshape(1, -1), verbose=0)
    pictures = []
    for i in range(steps):
        t = i / (steps - 1)
        pictures.append(np.asarray(decoder(code_a + t * (code_b - code_a)))[0])
    return np.array(pictures)


# %% linspace_of_codes: NumPy steps between vectors
def interpolate(encoder, decoder, a, b, steps):
    code_a = np.asarray(encoder(a[np.newaxis]))[0]
    code_b = np.asarray(encoder(b[np.newaxis]))[0]
    return decoder.predict(np.linspace(code_a, code_b, steps), verbose=0)


# %% tensors: returns a tensor
def interpolate(encoder, decoder, a, b, steps):
    codes = encoder(keras.ops.convert_to_tensor(np.stack([a, b]).astype("float32")))
    t = keras.ops.reshape(keras.ops.linspace(0.0, 1.0, steps), (-1, 1))
    return decoder((1 - t) * codes[:1] + t * codes[1:])
