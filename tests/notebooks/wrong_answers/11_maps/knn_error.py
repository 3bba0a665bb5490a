# %% accuracy: the share of right ones
def knn_error(train, y_train, test, y_test):
    return np.mean(y_train[cdist(test, train).argmin(axis=1)] == y_test)


# %% count: how many, not which share
def knn_error(train, y_train, test, y_test):
    return np.sum(y_train[cdist(test, train).argmin(axis=1)] != y_test)


# %% percent: a hundred times the share
def knn_error(train, y_train, test, y_test):
    return 100 * np.mean(y_train[cdist(test, train).argmin(axis=1)] != y_test)


# %% number_for_class: the number of the nearest point is compared with the class
def knn_error(train, y_train, test, y_test):
    return np.mean(cdist(test, train).argmin(axis=1) != y_test)


# %% exchanged: training points look for test points
def knn_error(train, y_train, test, y_test):
    return np.mean(y_test[cdist(train, test).argmin(axis=1)] != y_train)


# %% wrong_axis: the nearest test point for each training point, then indexed as if it were the other way
def knn_error(train, y_train, test, y_test):
    nearest = cdist(test, train).argmin(axis=0)
    return np.mean(y_train[: len(nearest)] != y_test[nearest])


# %% farthest: argmax in place of argmin
def knn_error(train, y_train, test, y_test):
    return np.mean(y_train[cdist(test, train).argmax(axis=1)] != y_test)


# %% divided_by_training: the share of the wrong number of points
def knn_error(train, y_train, test, y_test):
    return np.sum(y_train[cdist(test, train).argmin(axis=1)] != y_test) / len(train)


# %% one_per_point: right and wrong for each, without the mean
def knn_error(train, y_train, test, y_test):
    return y_train[cdist(test, train).argmin(axis=1)] != y_test


# %% first_two_columns: distances in the plane, whatever the dimension
def knn_error(train, y_train, test, y_test):
    return np.mean(y_train[cdist(test[:, :2], train[:, :2]).argmin(axis=1)] != y_test)


# %% size_of_the_difference: classes are subtracted as if they were numbers
def knn_error(train, y_train, test, y_test):
    return np.mean(np.abs(y_train[cdist(test, train).argmin(axis=1)].astype(float) - y_test.astype(float)))
