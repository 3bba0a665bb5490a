# %% point_by_point: a loop over the test points
def knn_error(train, y_train, test, y_test):
    wrong = 0
    for point, label in zip(test, y_test, strict=True):
        wrong += y_train[np.argmin(((train - point) ** 2).sum(axis=1))] != label
    return wrong / len(test)


# %% by_scikit_learn: the library's classifier
def knn_error(train, y_train, test, y_test):
    from sklearn.neighbors import KNeighborsClassifier

    return 1 - KNeighborsClassifier(1).fit(train, y_train).score(test, y_test)


# %% by_a_tree: SciPy's tree of points
def knn_error(train, y_train, test, y_test):
    from scipy.spatial import cKDTree

    return float(np.mean(y_train[cKDTree(train).query(test)[1]] != y_test))
