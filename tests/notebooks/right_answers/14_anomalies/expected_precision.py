# %% likelihood_ratio: odds first, then a share
def expected_precision(tpr, fpr, prevalence):
    return 1 / (1 + fpr * (1 - prevalence) / (tpr * prevalence))


# %% one_line: Bayes' rule at once
def expected_precision(tpr, fpr, prevalence):
    return tpr * prevalence / (tpr * prevalence + fpr * (1 - prevalence))


# %% counts: of a thousand examples
def expected_precision(tpr, fpr, prevalence):
    bad = 1000 * np.asarray(prevalence)
    caught, alarms = tpr * bad, tpr * bad + fpr * (1000 - bad)
    return caught / alarms
